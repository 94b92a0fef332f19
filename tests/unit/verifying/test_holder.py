"""Numbers with their holders: with a registry and its archive, and with a bundle's index."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jscert.certificates import Medium, file_name
from jscert.errors import Code, Exit
from jscert.sealing.bundle import BundleEntry, unlock_phrase
from jscert.sealing.status_list import Status
from jscert.verifying.holder import HolderQuestion, last_six, verify_holder, verify_holders
from jscert.verifying.number import verify_number
from jscert.verifying.verdict import Standing, Verdict
from tests.verifying_builders import (
    DAY,
    NOW,
    NUMBER,
    Ledger,
    Office,
    certificate,
    certificate_entry,
    evidence,
    issue,
    revision_entry,
)

if TYPE_CHECKING:
    from pathlib import Path

NAME, TAIL = "王䶮", "072020"
BATCH = "20261122-abc"


class Index:
    """An index over entries given by hand, unlocked as a bundle's is."""

    def __init__(self, *entries: tuple[str, str, str, BundleEntry]) -> None:
        self._entries = {unlock_phrase(*three): entry for *three, entry in entries}

    def find(self, number: str, name: str, tail: str) -> BundleEntry | None:
        """Find by the three together."""
        return self._entries.get(unlock_phrase(number, name, tail))


class Places:
    """A status source with one word for every place."""

    def __init__(self, status: Status = Status.VALID, as_of: datetime = NOW) -> None:
        self.as_of = as_of
        self.expires_at = as_of + timedelta(days=30)
        self._status = status

    def status(self, status_list: int, status_index: int) -> Status | None:
        """Say the one word."""
        return self._status if (status_list, status_index) == (0, 7) else None


def entry(**changes: Any) -> BundleEntry:
    """Make what an index says of the usual certificate."""
    usual: dict[str, Any] = {
        "kind": "safety-a",
        "medium": Medium.ELECTRONIC,
        "revision": 1,
        "status_list": 0,
        "status_index": 7,
        "issued_on": DAY,
        "valid_until": date(2029, 11, 22),
    }
    return BundleEntry(**{**usual, **changes})


def question(**changes: Any) -> HolderQuestion:
    """Ask for the usual certificate by what its holder shows."""
    usual = {"target": NUMBER, "number": NUMBER, "name": NAME, "tail": TAIL}
    return HolderQuestion(**{**usual, **changes})


def asked(office: Office, /, index: Any = None, **changes: Any) -> Verdict:
    """Judge a question where there is an index and no registry."""
    usual: dict[str, Any] = {
        "registry": None,
        "index": index or Index((NUMBER, NAME, TAIL, entry())),
        "status": Places(),
    }
    of_question = {key: changes.pop(key) for key in ("number", "name", "tail") if key in changes}
    return verify_holder(question(**of_question), evidence(office.trust, **{**usual, **changes}))


def codes(answer: Verdict) -> list[Code]:
    """Give all codes."""
    return [item.code for item in answer.findings]


def test_the_three_together_find_the_certificate(office: Office) -> None:
    """Kind, revision, dates and standing are told, and that no document was seen."""
    answer = asked(office)
    claim = answer.claim
    assert (answer.standing, answer.genuine, claim.name) == (Standing.VALID, None, NAME)
    assert (claim.kind, claim.revision, claim.issued_on) == ("safety-a", 1, DAY)
    assert (claim.valid_until, answer.status_as_of) == (date(2029, 11, 22), NOW)
    assert {Code.HOLDER_AGREES, Code.NUMBER_ONLY} <= set(codes(answer))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("number", "苏建安a〔2026〕 0100001"),
        ("name", " 王 䶮 "),
        ("tail", "０７２０２０"),
        ("tail", "320102199003072020"),
    ],
)
def test_however_they_are_typed(office: Office, field: str, typed: str) -> None:
    """Blanks, brackets, width and the whole identity number make no difference."""
    assert asked(office, **{field: typed}).standing is Standing.VALID


@pytest.mark.parametrize(
    ("field", "typed"),
    [("number", "苏建安A(2026)0100002"), ("name", "王龑"), ("tail", "072021")],
)
def test_any_one_that_differs_finds_nothing(office: Office, field: str, typed: str) -> None:
    """What is not found may be newer than the bundle: nobody can tell, and nothing is repeated."""
    answer = asked(office, **{field: typed})
    assert (codes(answer), answer.exit_status) == ([Code.HOLDER_NOT_FOUND], Exit.UNKNOWN)
    assert (answer.claim.name, answer.genuine) == ("", None)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("number", " "), ("name", ""), ("tail", ""), ("tail", "12345"), ("tail", "1234567")],
)
def test_what_is_missing_is_named(office: Office, field: str, typed: str) -> None:
    """A question that lacks a part is not looked up."""
    answer = asked(office, **{field: typed})
    assert codes(answer) == [Code.HOLDER_INCOMPLETE]
    assert answer.findings[0].facts == {"field": field}


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (Status.SUSPENDED, Standing.SUSPENDED),
        (Status.CANCELLED, Standing.CANCELLED),
        (Status.ANNULLED, Standing.ANNULLED),
        (Status.WITHDRAWN, Standing.WITHDRAWN),
        (Status.UNPUBLISHED, Standing.UNDETERMINED),
    ],
)
def test_the_standing_comes_from_the_list(
    office: Office, status: Status, standing: Standing
) -> None:
    """An entry says where the standing is to be found, never what it is."""
    assert asked(office, status=Places(status)).standing is standing


def test_dates_of_the_entry_count(office: Office) -> None:
    """The printed end decides about expiry."""
    assert asked(office, day=date(2029, 11, 23)).standing is Standing.EXPIRED


def test_a_paper_certificate_is_called_one(office: Office) -> None:
    """The index tells paper from electronic."""
    index = Index((NUMBER, NAME, TAIL, entry(medium=Medium.PAPER)))
    answer = asked(office, index=index)
    assert Code.CERTIFICATE_OF_PAPER in codes(answer)
    assert answer.claim.medium is Medium.PAPER


def test_a_number_of_a_shape_nobody_knows(office: Office) -> None:
    """Old papers are found by their numbers as they are."""
    strange = "苏安B字第1234号"
    index = Index((strange, NAME, TAIL, entry()))
    answer = asked(office, index=index, number=strange)
    assert (answer.standing, answer.claim.number) == (Standing.VALID, strange)


def test_a_specimen_is_called_one(trial_office: Office) -> None:
    """What a trial authority's bundle knows is a specimen."""
    assert asked(trial_office).standing is Standing.TRIAL


def test_a_lapsed_trust_file_vouches_for_nothing(office: Office) -> None:
    """Index and list were signed by signers that an old file lists: nobody can tell any more."""
    stale = replace(
        office, trust=replace(office.trust, expires_at=datetime(2026, 11, 2, tzinfo=UTC))
    )
    answer = asked(stale)
    assert (answer.standing, Code.TRUST_STALE in codes(answer)) == (Standing.UNDETERMINED, True)


def test_a_number_alone_asks_for_its_holder(office: Office) -> None:
    """Where only an index is at hand, a number alone finds nothing and is told what to add."""
    has = evidence(office.trust, registry=None, index=Index(), status=Places())
    answer = verify_number(NUMBER, NUMBER, has)
    assert (Code.HOLDER_NEEDED in codes(answer), answer.exit_status) == (True, Exit.UNKNOWN)


def test_many_are_answered_in_their_order(office: Office) -> None:
    """Each question has its answer, however many are derived at once."""
    entries = [(NUMBER, f"张{place}", TAIL, entry()) for place in range(150)]
    has = evidence(office.trust, registry=None, index=Index(*entries), status=Places())
    questions = [question(name=f"张{place}") for place in range(160)]
    answers = list(verify_holders(questions, has))
    assert [answer.claim.name for answer in answers] == [one[1] for one in entries] + [""] * 10


@pytest.fixture(scope="module")
def archive(office: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ledger]:
    """Keep two revisions of a certificate, the name changed in the second, and their registry."""
    folder = tmp_path_factory.mktemp("archive")
    pdfs = issue(office, certificate()), issue(office, certificate(revision=2, name="王燕"))
    revisions = []
    for place, pdf in enumerate(pdfs, 1):
        path = folder / BATCH / f"{NUMBER}_r{place}.pdf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pdf)
        digest = hashlib.sha256(pdf).hexdigest()
        revisions.append(revision_entry(revision=place, sha256=digest, number=NUMBER))
    return folder, Ledger(certificate_entry(revisions=tuple(revisions)))


def at_home(office: Office, archive: tuple[Path, Ledger], **changes: Any) -> Verdict:
    """Judge a question where the registry and its archive are."""
    folder, registry = archive
    has = evidence(office.trust, registry=registry, archive=folder)
    return verify_holder(question(**changes), has)


def test_the_archived_file_tells_the_holder(office: Office, archive: tuple[Path, Ledger]) -> None:
    """With a registry the holder is compared with the newest revision's own record."""
    answer = at_home(office, archive, name="王燕")
    assert (answer.standing, codes(answer)[0]) == (Standing.VALID, Code.HOLDER_AGREES)


@pytest.mark.parametrize(("name", "tail"), [("李四", TAIL), ("王燕", "072021")])
def test_another_holder_is_refused(
    office: Office, archive: tuple[Path, Ledger], name: str, tail: str
) -> None:
    """The registry knows whose number it is."""
    answer = at_home(office, archive, name=name, tail=tail)
    assert (answer.standing, codes(answer)[0]) == (Standing.NOT_GENUINE, Code.HOLDER_DIFFERS)


def test_the_holder_of_an_older_revision(office: Office, archive: tuple[Path, Ledger]) -> None:
    """Whoever shows the name of a revision since replaced is told that it was."""
    answer = at_home(office, archive)
    assert answer.standing is Standing.SUPERSEDED
    assert Code.HOLDER_DIFFERS not in codes(answer)


def test_an_archive_that_was_changed_compares_nothing(
    office: Office, archive: tuple[Path, Ledger], tmp_path: Path
) -> None:
    """Only the file the registry knows by its digest tells a holder."""
    (tmp_path / BATCH).mkdir()
    for path in (archive[0] / BATCH).iterdir():
        (tmp_path / BATCH / path.name).write_bytes(path.read_bytes() + b" ")
    answer = at_home(office, (tmp_path, archive[1]), name="王燕")
    assert (answer.standing, codes(answer)[0]) == (
        Standing.UNDETERMINED,
        Code.HOLDER_NOT_COMPARED,
    )


def test_paper_has_no_file_to_compare(office: Office, tmp_path: Path) -> None:
    """A registered paper says nothing of its holder without the vault: nobody can tell."""
    paper = certificate_entry(medium=Medium.PAPER, revisions=(revision_entry(sha256=""),))
    has = evidence(office.trust, registry=Ledger(paper), archive=tmp_path)
    answer = verify_holder(question(), has)
    assert (answer.exit_status, codes(answer)[0]) == (Exit.UNKNOWN, Code.HOLDER_NOT_COMPARED)


def test_a_number_nobody_gave_has_no_holder(office: Office) -> None:
    """The answer is that of the number."""
    answer = verify_holder(question(), evidence(office.trust, registry=Ledger()))
    assert codes(answer) == [Code.NUMBER_NOT_COVERED]


def test_neither_registry_nor_index(office: Office) -> None:
    """With nothing at hand nothing is known."""
    answer = verify_holder(question(), evidence(office.trust, registry=None))
    assert (answer.exit_status, Code.STATUS_UNKNOWN in codes(answer)) == (Exit.UNKNOWN, True)


def test_no_part_of_an_identity_number_is_repeated(office: Office) -> None:
    """Of what was typed the last four are shown, as everywhere."""
    answer = asked(office, tail="320102199003072020")
    shown = repr(answer) + "".join(item.detail for item in answer.findings)
    assert "32010219900307" not in shown
    assert answer.claim.identity_masked.endswith("**2020")
    assert TAIL not in repr(question())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("07202x", "07202X"),
        (" 072020 ", "072020"),
        ("320102900307202", "307202"),
        ("", ""),
        ("0720201", ""),
        ("王12345", ""),
        ("(72020", ""),
    ],
)
def test_last_six(typed: str, expected: str) -> None:
    """Six characters, or the end of an identity number; everything else is a slip."""
    assert last_six(typed) == expected


def test_a_number_with_brackets_in_a_large_batch(office: Office, tmp_path: Path) -> None:
    """Files of large batches lie a folder deeper; what a number may hold is no pattern."""
    number = "苏[2016]1"
    pdf = issue(office, certificate(number=number))
    path = tmp_path / BATCH / "0001" / file_name(number, 1)
    path.parent.mkdir(parents=True)
    path.write_bytes(pdf)
    only = revision_entry(sha256=hashlib.sha256(pdf).hexdigest(), number=number)
    registry = Ledger(certificate_entry(number=number, revisions=(only,)))
    answer = at_home(office, (tmp_path, registry), number=number)
    assert codes(answer)[0] is Code.HOLDER_AGREES
