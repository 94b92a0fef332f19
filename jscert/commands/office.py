"""Opening the office: settings, keys, registry and pictures of an authority folder, for a workflow."""

from __future__ import annotations

import getpass
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from jscert.commands.common import SETTINGS_NAME
from jscert.commands.folders import registry_of, settings_of
from jscert.commands.passphrases import authority_passphrase
from jscert.commands.usage import wrong_usage
from jscert.errors import Code, JscertError
from jscert.identity import Vault
from jscert.layouts.form import House
from jscert.messages import words
from jscert.presswork import Office
from jscert.presswork.settling import clean_ground
from jscert.roster.identity_numbers import holds_identity
from jscert.roster.names import hide_numbers
from jscert.sealing.keys import open_authority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.commands.common import Session
    from jscert.sealing.keys import AuthorityKeys
    from jscert.settings import Settings

CLERK_VARIABLE = "JSCERT_CLERK"


@contextmanager
def opened_office(session: Session, home: Path) -> Iterator[Office]:
    """Open an authority folder for work and close its registry afterwards; `PASSPHRASE_*`, `KEY_*`."""
    settings = settings_of(home)
    keys = open_authority(home, authority_passphrase(session, home))
    _check_name(settings, keys)
    with closing(registry_of(home, settings)) as registry:
        yield Office(
            home=home,
            catalogue=settings.catalogue,
            house=_house(home, settings, keys),
            verify_url=settings.authority.verify_url,
            registry=registry,
            vault=Vault(keys.identity_key),
            keys=keys,
            settings_digest=settings.digest(),
            clock=session.clock,
            clerk=_clerk(session),
        )


def _clerk(session: Session) -> str:
    """Name who is at work: `JSCERT_CLERK`, else the name he is logged in by.

    Events carry it in the clear and for ever, so an identity number is refused there, and masked here.
    """
    named = clean_ground(session.environment.get(CLERK_VARIABLE, ""))
    if holds_identity(named):
        raise wrong_usage("clerk-identity", variable=CLERK_VARIABLE)
    if named:
        return named
    try:
        return hide_numbers(getpass.getuser())
    except (OSError, KeyError, ImportError):  # nobody this machine knows
        return ""


def _house(home: Path, settings: Settings, keys: AuthorityKeys) -> House:
    """Say what the authority adds to every page; a trial authority's watermark is not a setting."""
    return House(
        authority=keys.authority,
        seal_image=seal_image(home, settings),
        watermark=words.TRIAL_WORD if keys.trial else "",
    )


def _check_name(settings: Settings, keys: AuthorityKeys) -> None:
    """Refuse a settings file that names another authority than the signed trust file does."""
    if settings.authority.name != keys.authority:
        raise JscertError(
            Code.SETTING_VALUE,
            file=SETTINGS_NAME,
            key="authority.name",
            shown=settings.authority.name,
            allowed=keys.authority,
        )


def seal_image(home: Path, settings: Settings) -> bytes:
    """Read the seal picture; none named means the built-in trial seal, for trial authorities only."""
    named = settings.authority.seal_image
    if not named:
        return b""
    path = home / named
    try:
        return path.read_bytes()
    except OSError as fault:
        raise JscertError(Code.FILE_NOT_FOUND, path=str(path)) from fault
