"""Global options, the day, and which folder is meant."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jscert.commands.common import Session, home_asked, read_day, take_globals
from jscert.errors import Code, JscertError
from tests.terminal_builders import make_terminal


def make_session(here: Path, *, asked_home: Path | None = None) -> Session:
    """Make the session of a command run in a folder."""
    return Session(
        terminal=make_terminal(),
        asked_home=asked_home,
        home_by_option=False,
        asked_date=None,
        environment={},
        clock=lambda: datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
        here=here,
    )


@pytest.mark.parametrize(
    "line",
    [
        "--home H --json verify a.pdf",
        "verify --home H a.pdf --json",
        "verify a.pdf --json --home=H",
    ],
)
def test_global_options_mean_the_same_anywhere(line: str) -> None:
    """Before the command, after it, or between its arguments."""
    given, rest = take_globals(line.split())
    assert (given.home, given.as_json, rest) == ("H", True, ["verify", "a.pdf"])


def test_after_a_double_dash_nothing_is_an_option() -> None:
    """A file may be called `--json`."""
    given, rest = take_globals(["verify", "--", "--json"])
    assert (given.as_json, rest) == (False, ["verify", "--", "--json"])


def test_a_global_option_without_its_value_is_wrong_usage() -> None:
    """`--home` at the end of the line names no folder."""
    with pytest.raises(JscertError) as caught:
        take_globals(["verify", "--home"])
    assert caught.value.code is Code.USAGE


@pytest.mark.parametrize("text", ["2026-13-01", "昨天", "20261"])
def test_a_date_is_an_iso_day(text: str) -> None:
    """Anything else is refused with the way to write it."""
    with pytest.raises(JscertError) as caught:
        read_day(text)
    assert caught.value.code is Code.USAGE


def test_the_day_is_that_of_china(tmp_path: Path) -> None:
    """At 20:00 UTC it is already tomorrow there."""
    assert make_session(tmp_path).day == date(2026, 11, 23)


def test_the_option_wins_over_the_environment(tmp_path: Path) -> None:
    """`--home` stands before `JSCERT_HOME`."""
    given, _ = take_globals(["--home", str(tmp_path)])
    assert home_asked(given, {"JSCERT_HOME": "elsewhere"}) == tmp_path


def test_an_authority_command_walks_up_to_its_folder(tmp_path: Path) -> None:
    """From inside the folder, the nearest `jscert.toml` upwards is meant."""
    (tmp_path / "jscert.toml").touch()
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert make_session(inside).authority_home() == tmp_path


def test_a_checker_never_walks_up(tmp_path: Path) -> None:
    """A folder that came with the certificates decides nothing."""
    (tmp_path / "jscert.toml").touch()
    assert make_session(tmp_path).checking_home() is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to chown")
def test_a_folder_of_somebody_else_is_not_walked_up_to(tmp_path: Path) -> None:
    """Whoever else put a `jscert.toml` above does not become the authority."""
    (tmp_path / "jscert.toml").touch()
    os.chown(tmp_path, 12345, 12345)
    with pytest.raises(JscertError) as caught:
        make_session(tmp_path).authority_home()
    assert caught.value.code is Code.HOME_MISSING


def test_a_named_folder_must_be_an_authority_folder(tmp_path: Path) -> None:
    """`HOME_MISSING` ends a command with 5."""
    session = replace(make_session(tmp_path), asked_home=tmp_path / "nowhere")
    with pytest.raises(JscertError) as caught:
        session.checking_home()
    assert (caught.value.code, caught.value.exit_status) == (Code.HOME_MISSING, 5)
