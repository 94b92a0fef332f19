"""Acts stopped at every commit point, and killed at any moment: same revisions and numbers, nothing twice."""

from __future__ import annotations

import functools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jscert.certificates import STANDING_ACTS, Act, Medium
from jscert.errors import Code
from jscert.lifecycle.orders import ActOrder
from jscert.lifecycle.paper import import_paper
from jscert.lifecycle.workflow import act
from jscert.registry.events import check_chain, list_events, read_events
from jscert.registry.interface import BatchState
from jscert.registry.sql import open_registry
from jscert.roster.limits import OrderRules
from jscert.settings import load_settings
from tests.acts_builders import NUMBERS, PEOPLE, act_roster, acting_home, at, paper_roster, told
from tests.issuing_builders import DAY, NOW, opened, people, write_roster
from tests.stumbling import POINTS, StopHereError, stumble_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from jscert.presswork.receipt import Receipt
    from jscert.registry.interface import CertificateEntry, Registry

PAPERS = ("苏建安A(2024)0100007", "苏建安A2016字第00123号")
INTERRUPTED = (Act.CHANGE, Act.RENUMBER, Act.CANCEL, Act.IMPORT_PAPER)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an authority that issued six certificates."""
    return acting_home(tmp_path / "home")


def order_at(
    home: Path,
    what: Act,
    roster: str,
    wrap: Callable[[Registry], Registry] = lambda registry: registry,
) -> Receipt:
    """Do an act at a home, as the command does."""
    settings = load_settings(home / "jscert.toml")
    rules = OrderRules(screening=settings.screening, synonyms=settings.synonyms)
    order = ActOrder(act=what, dated_on=DAY, rosters=(Path(roster),), ground="本人申请")
    with opened(home, now=NOW, wrap=wrap) as office:
        perform = import_paper if what is Act.IMPORT_PAPER else act
        return perform(order, office, rules, lambda *_: None)


def stop(home: Path, what: Act, roster: str, call: str, moment: str) -> None:
    """Have the machine stop there."""
    with pytest.raises(StopHereError):
        order_at(home, what, roster, stumble_at(call, moment))


def roster_for(what: Act, path: Path, count: int = 2) -> str:
    """Write a roster of an act on the first certificates."""
    if what is Act.IMPORT_PAPER:
        return paper_roster(path, *(*PAPERS, "苏建安A(2024)0100008")[:count])
    if what is Act.CHANGE:
        return act_roster(path, ("证书编号", "企业名称"), *[(n, "新企业") for n in NUMBERS[:count]])
    return act_roster(path, ("证书编号",), *[(number,) for number in NUMBERS[:count]])


def entries_of(home: Path, *numbers: str) -> list[CertificateEntry]:
    """Give what the registry knows of numbers."""
    with closing(open_registry(home / "registry.sqlite")) as registry:
        found = registry.find_all(numbers)
    return [found[number] for number in numbers]


def state_of_batches(home: Path) -> list[BatchState]:
    """Give the states of an authority's batches after the first one."""
    with closing(open_registry(home / "registry.sqlite")) as registry:
        return [entry.state for entry in registry.batches()[1:]]


@pytest.mark.parametrize(("call", "moment"), POINTS)
@pytest.mark.parametrize("what", INTERRUPTED, ids=lambda what: what.value)
def test_the_same_command_finishes_what_was_stopped(
    home: Path, tmp_path: Path, what: Act, call: str, moment: str
) -> None:
    """Stopped at a commit point, the order run again leaves one batch, published, and no spool.

    A batch that this call finished is `resumed`, whether it waited for its seal or only for its name.
    """
    roster = roster_for(what, tmp_path / "a.xlsx")
    stop(home, what, roster, call, moment)
    receipt = order_at(home, what, roster)
    assert len(receipt.certificates) + len(receipt.already) == 2
    assert len(receipt.resumed) == ((call, moment) in POINTS[1:6])
    assert state_of_batches(home) == [BatchState.PUBLISHED]
    assert list((home / "spool").glob("*")) == []
    assert list((home / "batches").glob(".*")) == []
    assert check_chain(home / "events").sequence == 2


@pytest.mark.parametrize("what", INTERRUPTED, ids=lambda what: what.value)
def test_a_roster_that_grew_is_finished_first(home: Path, tmp_path: Path, what: Act) -> None:
    """The stopped batch is done, then the new row in a batch of its own."""
    stop(home, what, roster_for(what, tmp_path / "a.xlsx"), "seal_batch", "before")
    receipt = order_at(home, what, roster_for(what, tmp_path / "a.xlsx", 3))
    assert (len(receipt.resumed), len(receipt.already), len(receipt.certificates)) == (1, 2, 1)
    assert receipt.batch not in receipt.resumed


@pytest.mark.parametrize("what", INTERRUPTED, ids=lambda what: what.value)
def test_resume_finishes_without_the_roster(home: Path, tmp_path: Path, what: Act) -> None:
    """`batches resume` needs neither the roster nor its photos."""
    roster = roster_for(what, tmp_path / "a.xlsx")
    stop(home, what, roster, "rows", "before")
    Path(roster).unlink()
    with opened(home, now=NOW) as office:
        (entry,) = office.registry.batches(BatchState.OPEN)
    finished = told(home, "batches", "resume", "--date", "2026-11-22")["batches"]
    assert [(one["batch"], one["state"]) for one in finished] == [(entry.batch, "published")]
    assert state_of_batches(home) == [BatchState.PUBLISHED]


def test_copies_of_what_was_stopped_go_where_asked(home: Path, tmp_path: Path) -> None:
    """With `--out` the same command makes the copies that the first run did not come to."""
    roster = roster_for(Act.CHANGE, tmp_path / "a.xlsx")
    stop(home, Act.CHANGE, roster, "seal_batch", "before")
    line = ("--ground", "本人申请", "--out", str(tmp_path / "out"))
    receipt = told(home, "change", roster, *line)
    copies = {path.name for path in Path(receipt["folder"]).glob("*.pdf")}
    assert (len(receipt["resumed"]), len(receipt["already"])) == (1, 2)
    assert copies == {f"{number}_r2.pdf" for number in NUMBERS[:2]}
    assert Path(receipt["folder"]).parent == tmp_path / "out"


def test_a_dry_run_looks_past_what_was_stopped(home: Path, tmp_path: Path) -> None:
    """It finishes nothing: it compares with what is published."""
    roster = roster_for(Act.CHANGE, tmp_path / "a.xlsx", 1)
    stop(home, Act.CHANGE, roster, "rows", "before")
    (change,) = told(home, "change", roster, "--dry-run")["changes"]
    assert change["facts"]["employer"]["before"] == PEOPLE[0].employer
    assert state_of_batches(home) == [BatchState.OPEN]


def abandon(home: Path) -> str:
    """Give the one open batch up."""
    with opened(home, now=NOW) as office:
        (entry,) = office.registry.batches(BatchState.OPEN)
    assert at(home, "batches", "abandon", entry.batch, "--ground", "名册有误").status == 0
    return entry.batch


@pytest.mark.parametrize(
    "what", [Act.CHANGE, Act.RENUMBER, Act.CANCEL, Act.REISSUE], ids=lambda what: what.value
)
def test_an_abandoned_act_leaves_certificates_as_they_were(
    home: Path, tmp_path: Path, what: Act
) -> None:
    """State, number, revision, payload and holder are those of before; verify says so, too."""
    (before,) = entries_of(home, NUMBERS[0])
    stop(home, what, roster_for(what, tmp_path / "a.xlsx"), "rows", "before")
    abandon(home)
    (after,) = entries_of(home, NUMBERS[0])
    kept = ("number", "row_key", "payload", "suspended", "ended_by", "former_numbers", "medium")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    verdict = told(home, "verify", NUMBERS[0], "--allow-trial")["results"][0]
    assert (verdict["standing"], verdict["revision"]) == ("trial", 1)
    assert list((home / "spool").glob("*")) == []


def test_an_abandoned_new_number_is_void_for_ever(home: Path, tmp_path: Path) -> None:
    """`verify` calls it void, `show` does not know it, the next renumbering passes it over."""
    roster = roster_for(Act.RENUMBER, tmp_path / "a.xlsx", 1)
    stop(home, Act.RENUMBER, roster, "rows", "before")
    abandon(home)
    void = "苏建安A(2026)0100007"
    verdict = told(home, "verify", void)["results"][0]
    assert verdict["standing"] == "undetermined"
    assert Code.NUMBER_VOID.value in {finding["code"] for finding in verdict["findings"]}
    assert at(home, "show", void).status == 6
    (change,) = told(home, "renumber", roster)["changes"]
    assert change["facts"]["number"]["after"] == "苏建安A(2026)0100008"


def test_an_abandoned_revision_is_never_given_again(home: Path, tmp_path: Path) -> None:
    """The next change makes the third revision."""
    roster = roster_for(Act.CHANGE, tmp_path / "a.xlsx", 1)
    stop(home, Act.CHANGE, roster, "rows", "before")
    abandon(home)
    asked, done = (told(home, "change", roster, *more) for more in (("--dry-run",), ()))
    assert [receipt["certificates"][0]["revision"] for receipt in (asked, done)] == [3, 3]


def test_papers_cannot_be_abandoned(home: Path, tmp_path: Path) -> None:
    """Registered papers are there; such a batch only goes forward."""
    stop(
        home, Act.IMPORT_PAPER, roster_for(Act.IMPORT_PAPER, tmp_path / "a.xlsx"), "rows", "before"
    )
    with opened(home, now=NOW) as office:
        (entry,) = office.registry.batches(BatchState.OPEN)
    assert at(home, "batches", "abandon", entry.batch, "--ground", "名册有误").status == 6


@pytest.mark.parametrize("what", [*INTERRUPTED, Act.SUSPEND], ids=lambda what: what.value)
def test_an_event_file_is_made_again_as_recorded(home: Path, tmp_path: Path, what: Act) -> None:
    """Stopped between tx2 and the event file, the next call writes the file whose digest tx2 recorded."""
    roster = roster_for(what, tmp_path / "a.xlsx")
    stop(home, what, roster, "seal_batch", "after")
    assert len(list_events(home / "events")) == 1
    with opened(home, now=NOW) as office:
        (entry,) = office.registry.batches(BatchState.SEALED)
    order_at(home, what, roster)
    assert entry.closing is not None
    assert check_chain(home / "events").sha256 == entry.closing.event_sha256


def test_event_files_name_nobody(home: Path, tmp_path: Path) -> None:
    """After a life of acts the chain holds, and no file shows a name, an employer or an identity number."""
    for what in (Act.CHANGE, Act.REISSUE, Act.RENUMBER, Act.SUSPEND, Act.REINSTATE, Act.CANCEL):
        order_at(home, what, roster_for(what, tmp_path / f"{what.value}.xlsx"))
    order_at(home, Act.IMPORT_PAPER, roster_for(Act.IMPORT_PAPER, tmp_path / "papers.xlsx"))
    files = [file.path.read_bytes() for file in list_events(home / "events")]
    said = b"".join(files).decode()
    persons = [*PEOPLE, *people(2, first=101)]
    secrets = [text for one in persons for text in (one.name, one.identity_number, one.employer)]
    assert check_chain(home / "events").sequence == 8
    assert [text for text in (*secrets, "新企业") if text in said] == []
    lines = [line for data in files for line in read_events(data)]
    assert {line["act"] for line in lines} >= {"change", "renumber", "cancel", "import-paper"}
    for line in lines:
        if "place" in line and Act(line["act"]) in STANDING_ACTS:
            assert "payload" not in line


COUNTS = {Act.CHANGE: 30, Act.RENUMBER: 20, Act.CANCEL: 20, Act.IMPORT_PAPER: 20}


@functools.cache
def _grown_template() -> tuple[Path, tuple[str, ...]]:
    """Found an authority today that issued thirty certificates; home and numbers."""
    folder = Path(tempfile.mkdtemp(prefix="jscert-killed-"))
    home = folder / "home"
    roster = write_roster(folder / "in" / "issued.xlsx", people(30))
    for line in (["init", str(home)], ["--home", str(home), "issue", str(roster)]):
        subprocess.run([sys.executable, "-m", "jscert", *line], capture_output=True, check=True)
    with closing(open_registry(home / "registry.sqlite")) as registry:
        return home, tuple(entry.number for entry in registry.walk())


@pytest.mark.parametrize("what", COUNTS, ids=lambda what: what.value)
def test_killed_at_any_moment_the_command_goes_on(tmp_path: Path, what: Act) -> None:
    """The real command, killed again and again, ends with every certificate acted upon exactly once."""
    template, numbers = _grown_template()
    home = tmp_path / "home"
    shutil.copytree(template, home)
    count, path = COUNTS[what], tmp_path / "a.xlsx"
    if what is Act.IMPORT_PAPER:
        numbers = tuple(f"苏建安A(2024)01{order:05d}" for order in range(1, count + 1))
        roster = paper_roster(path, *numbers)
    else:
        rows = [(number, "新企业" if what is Act.CHANGE else None) for number in numbers[:count]]
        roster = act_roster(path, ("证书编号", "企业名称"), *rows)
    line = [sys.executable, "-m", "jscert", "--home", str(home), what.value]
    line += ["--from", roster, "--ground", "死亡"] if what is Act.CANCEL else [roster]
    _kill_and_finish(line)
    entries = entries_of(home, *numbers[:count])
    assert set(state_of_batches(home)) == {BatchState.PUBLISHED}
    assert {_course(entry) for entry in entries} == {
        Act.CHANGE: {(Act.ISSUE, Act.CHANGE)},
        Act.RENUMBER: {(Act.ISSUE, Act.RENUMBER)},
        Act.CANCEL: {(Act.ISSUE, Act.CANCEL)},
        Act.IMPORT_PAPER: {(Act.IMPORT_PAPER,)},
    }[what]
    assert len({entry.number for entry in entries}) == count
    if what is Act.IMPORT_PAPER:
        assert {entry.medium for entry in entries} == {Medium.PAPER}
    if what is Act.RENUMBER:  # without a gap
        serials = sorted(int(entry.number[-5:]) for entry in entries)
        assert serials == list(range(31, 51))
    made = count if what in (Act.CHANGE, Act.RENUMBER) else 0
    assert len(list((home / "batches").rglob("*_r2.pdf"))) == made


def _kill_and_finish(line: list[str]) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    draw = random.Random(" ".join(line[5:6]))  # noqa: S311 - moments, not secrets
    for _ in range(3):
        running = subprocess.Popen(
            line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(0.5 + draw.random() * 0.8)
        running.kill()
        running.wait()
    done = subprocess.run(line, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def _course(entry: CertificateEntry) -> tuple[Any, ...]:
    """Give a certificate's acts in order, and nothing else."""
    events = [(one.order, one.act) for one in entry.revisions]
    return tuple(what for _, what in sorted(events + [(one.order, one.act) for one in entry.acts]))
