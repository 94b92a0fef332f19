"""Making an authority folder: whole and in its place, or not there at all.

Everything is built in a hidden owner-only folder beside the wanted one and renamed at the end.
Used by `init`, and by `issue --trial` where there is no folder yet. What goes in is made by the rooms:
settings (text), keys and trust file (sealing), registry.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from jscert.commands.common import REGISTRY_NAME, SETTINGS_NAME
from jscert.commands.passphrases import TRIAL_FILE
from jscert.durable import folder_errors, sync_folder, write_file
from jscert.errors import Code, JscertError
from jscert.registry.sql import create_registry
from jscert.sealing.key_files import write_private
from jscert.sealing.keys import Trial, create_authority
from jscert.settings import default_settings, default_settings_text, load_settings

if TYPE_CHECKING:
    from datetime import datetime

    from jscert.sealing.keys import Nature
    from jscert.sealing.trust import TrustFile

_TRIAL_KEY_BYTES = 24
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What is to be made: the authority's name as printed, its nature, the keys' passphrase, when."""

    authority: str
    nature: Nature
    passphrase: bytes
    created_at: datetime


def trial_founding(created_at: datetime) -> Founding:
    """Plan a trial authority: usual name, generated passphrase."""
    name = default_settings().authority.name
    return Founding(
        authority=name,
        nature=Trial(name=name),
        passphrase=token_urlsafe(_TRIAL_KEY_BYTES).encode(),
        created_at=created_at,
    )


def check_vacant(home: Path) -> None:
    """Refuse a folder that holds something; `HOME_EXISTS`, `HOME_NOT_EMPTY`."""
    with folder_errors(home):
        if (home / SETTINGS_NAME).exists():
            raise JscertError(Code.HOME_EXISTS, folder=str(home))
        if home.exists() and (not home.is_dir() or any(home.iterdir())):
            raise JscertError(Code.HOME_NOT_EMPTY, folder=str(home))


def found_authority(home: Path, founding: Founding) -> TrustFile:
    """Make the folder and give its trust file; `HOME_*`, `SETTING_VALUE`, `FOLDER_*`, `KEY_*`."""
    check_vacant(home)
    with folder_errors(home):
        home.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{home.name}.", suffix=".part", dir=home.parent))
    try:
        with folder_errors(home):
            trust = _furnish(part, founding)
            if home.exists():
                home.rmdir()
            part.rename(home)
            sync_folder(home.parent)
    finally:
        if part.exists():
            shutil.rmtree(part, ignore_errors=True)
    return trust


def _furnish(folder: Path, founding: Founding) -> TrustFile:
    text = default_settings_text(founding.authority)
    write_file(folder / SETTINGS_NAME, text.encode(), mode=_OWNER_ONLY)
    load_settings(folder / SETTINGS_NAME)  # a name that no page can hold is refused here
    trust = create_authority(folder, founding.nature, founding.created_at, founding.passphrase)
    if isinstance(founding.nature, Trial):
        write_private(folder / TRIAL_FILE, founding.passphrase + b"\n")
    create_registry(folder / REGISTRY_NAME)
    return trust
