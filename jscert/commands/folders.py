"""What lies in an authority folder, opened for a command that needs no keys."""

from __future__ import annotations

from contextlib import closing, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from jscert.commands.common import REGISTRY_NAME, SETTINGS_NAME
from jscert.errors import Code, JscertError
from jscert.settings import default_settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.commands.common import Session
    from jscert.registry.interface import Registry, RegistryReader
    from jscert.settings import Settings


def settings_of(home: Path) -> Settings:
    """Read the folder's settings."""
    return load_settings(home / SETTINGS_NAME)


def settings_at_hand(session: Session) -> tuple[Path | None, Settings]:
    """Give the authority folder and its settings; where none is asked for or found, the defaults.

    For what needs no authority, because senders of rosters have none. `HOME_MISSING` if one was asked for
    and is not there.
    """
    try:
        home = session.authority_home()
    except JscertError as error:
        if error.code is not Code.HOME_MISSING or session.asked_home is not None:
            raise
        return None, default_settings()
    return home, settings_of(home)


def registry_of(home: Path, settings: Settings) -> Registry:
    """Open the folder's registry: the database its settings name, else the file in the folder.

    The database driver is loaded here and not with this module; `REGISTRY_*`.
    """
    opened: Registry = import_module("jscert.registry.sql").open_registry(
        settings.registry_url or home / REGISTRY_NAME
    )
    return opened


@contextmanager
def reader_of(home: Path, settings: Settings) -> Iterator[RegistryReader]:
    """Open the folder's registry for looking only, with the light reader where it is a file."""
    if settings.registry_url:
        with closing(registry_of(home, settings)) as registry:
            yield registry
        return
    opened = import_module("jscert.registry.reader").open_reader(home / REGISTRY_NAME)
    with closing(opened) as reader:
        yield reader
