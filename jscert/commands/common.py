"""What every command starts from: the global options, the day, the authority folder.

`take_globals` picks the global options out of a command line wherever they stand, so they mean the
same before and after the command. `Session` carries them to the command as `ctx.obj`.
Finding the folder: `--home`, then `JSCERT_HOME`; only for authority commands then the nearest folder
upwards with a `jscert.toml`, if the user owns it (a folder sent by a stranger must not decide what
is trusted). Not here: what a command does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jscert.certificates import CHINA
from jscert.commands.usage import wrong_usage
from jscert.durable import is_file
from jscert.errors import Code, JscertError
from jscert.terminal import Terminal

if TYPE_CHECKING:
    import typer

SETTINGS_NAME = "jscert.toml"
TRUST_NAME = "trust.json"
REGISTRY_NAME = "registry.sqlite"
HOME_VARIABLE = "JSCERT_HOME"
_FLAGS = ("--json", "--quiet", "--verbose")
_WITH_VALUE = ("--home", "--date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Globals:
    """The options that every command understands; "" when not given."""

    home: str = ""
    date: str = ""
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of one command. `clock` gives aware UTC, `here` is the working directory.

    `asked_home` is what `--home` or `JSCERT_HOME` names; `home_by_option` tells which.
    """

    terminal: Terminal
    asked_home: Path | None
    home_by_option: bool
    asked_date: date | None
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    here: Path

    @property
    def today(self) -> date:
        """The day at UTC+08:00, wherever the machine stands."""
        return self.clock().astimezone(CHINA).date()

    @property
    def day(self) -> date:
        """The day meant: `--date`, else today."""
        return self.asked_date or self.today

    def authority_home(self) -> Path:
        """Find the authority folder to work in; `HOME_MISSING`."""
        home = self.asked_home or _owned_home_above(self.here)
        if home is None or not is_file(home / SETTINGS_NAME):
            raise JscertError(Code.HOME_MISSING, home=str(home or self.here))
        return home

    def checking_home(self) -> Path | None:
        """Give the authority folder a checker named, or None; never the one he stands in."""
        if self.asked_home is None:
            return None
        return self.authority_home()


def typed(path: Path | str) -> str:
    """Spell a path as it must be typed in a command line, quoted where it needs it."""
    text = str(path)
    return f'"{text}"' if set(text) & set(" ()&;") else text


def session_of(ctx: typer.Context) -> Session:
    """Give the session of the running command."""
    session = ctx.find_root().obj
    if not isinstance(session, Session):
        raise TypeError("cli sets the session")
    return session


def take_globals(line: Sequence[str]) -> tuple[Globals, list[str]]:
    """Split a command line into its global options and the rest, up to a `--`."""
    values = {"--home": "", "--date": ""}
    flags: set[str] = set()
    rest: list[str] = []
    words_left = list(line)
    while words_left:
        word = words_left.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words_left]
            break
        if word in _FLAGS:
            flags.add(word)
        elif name in _WITH_VALUE:
            if not equals and not words_left:
                raise wrong_usage("option-value", name=name)
            values[name] = value if equals else words_left.pop(0)
        else:
            rest.append(word)
    return (
        Globals(
            home=values["--home"],
            date=values["--date"],
            as_json="--json" in flags,
            quiet="--quiet" in flags,
            verbose="--verbose" in flags,
        ),
        rest,
    )


def home_asked(given: Globals, environment: Mapping[str, str]) -> Path | None:
    """Give the folder named by `--home` or `JSCERT_HOME`."""
    named = given.home or environment.get(HOME_VARIABLE, "")
    return Path(named).expanduser().absolute() if named else None


def read_day(text: str) -> date | None:
    """Read `--date`; `USAGE` if it is no ISO day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise wrong_usage("bad-date", name="--date", value=text) from fault


def _owned_home_above(here: Path) -> Path | None:
    for folder in (here, *here.parents):
        if is_file(folder / SETTINGS_NAME):
            return folder if _owns(folder) and _owns(folder / SETTINGS_NAME) else None
    return None


def _owns(path: Path) -> bool:
    """Tell whether the user owns a path; where the system cannot say, his profile is his."""
    if hasattr(os, "getuid"):
        return path.stat().st_uid == os.getuid()
    return path.is_relative_to(Path.home())
