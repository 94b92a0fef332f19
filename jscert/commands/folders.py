"""What lies in an authority folder, opened for a command that needs no keys."""

from __future__ import annotations

from contextlib import closing, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from jscert.commands.common import REGISTRY_NAME, SETTINGS_NAME
from jscert.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.registry.interface import Registry, RegistryReader
    from jscert.settings import Settings


def settings_of(home: Path) -> Settings:
    """Read the folder's settings."""
    return load_settings(home / SETTINGS_NAME)


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
