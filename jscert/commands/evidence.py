"""What a checker may lean on, found where he said: an authority folder, or what he once imported.

Trust comes from the folder named by `--home` or `JSCERT_HOME`, else from the user's own trust store; never
from the place the command runs in, and never from what is to be checked. Where no registry is at hand, the
bundle of the same root in the user's store gives status and number index. No keys are opened.
Not here: judging (`verifying`).
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from jscert.certificates import ARCHIVE_FOLDER
from jscert.commands.common import REGISTRY_NAME, TRUST_NAME, Session
from jscert.commands.folders import reader_of, settings_of
from jscert.durable import is_file
from jscert.errors import Code, JscertError
from jscert.families.catalogue import catalogue
from jscert.sealing.trust import read_trust
from jscert.sealing.trust_store import TrustStore, user_trust_folder
from jscert.verifying.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jscert.registry.interface import RegistryReader
    from jscert.sealing.trust import TrustFile
    from jscert.settings import Settings

_USUAL_AGE_DAYS = 7


@contextmanager
def gathered_evidence(session: Session, *, allow_trial: bool) -> Iterator[Evidence]:
    """Gather what verdicts may rest upon; `TRUST_*`, `HOME_MISSING`, `REGISTRY_*`, `BUNDLE_UNREADABLE`."""
    home = session.checking_home()
    store = TrustStore(user_trust_folder(session.environment))
    settings = settings_of(home) if home else None
    trust = _trust_of(home) if home else store.load()
    with ExitStack() as opened:
        registry = _registry_of(home, settings, opened)
        bundle = None if registry else _bundle_of(store, trust, opened)
        status, index = bundle or (None, None)
        yield Evidence(
            trust=trust,
            catalogue=settings.catalogue if settings else catalogue(),
            registry=registry,
            day=session.day,
            now=session.clock(),
            allow_trial=allow_trial,
            status=status,
            status_max_age_days=settings.status_max_age_days if settings else _USUAL_AGE_DAYS,
            index=index,
            archive=home / ARCHIVE_FOLDER if home else None,
        )


def _trust_of(home: Path) -> TrustFile:
    try:
        return read_trust((home / TRUST_NAME).read_bytes())
    except FileNotFoundError as fault:
        raise JscertError(Code.TRUST_MISSING, folder=str(home)) from fault
    except OSError as fault:
        raise JscertError(Code.TRUST_UNREADABLE, reason=TRUST_NAME) from fault


def _registry_of(
    home: Path | None, settings: Settings | None, opened: ExitStack
) -> RegistryReader | None:
    """Open the folder's registry; a folder without one can still tell genuine from forged."""
    if (
        home is None
        or settings is None
        or (not settings.registry_url and not is_file(home / REGISTRY_NAME))
    ):
        return None
    return opened.enter_context(reader_of(home, settings))


def _bundle_of(store: TrustStore, trust: TrustFile, opened: ExitStack) -> Any:
    """Open the bundle of this root, if one was imported: what it says of status, and its index."""
    path = store.bundle_path(trust.fingerprint)
    if not is_file(path):
        return None
    room = import_module("jscert.sealing.bundle_store")
    bundle = opened.enter_context(room.opened_bundle(path, trust))
    judging = import_module("jscert.verifying.bundle_status")
    return judging.BundleStatus(bundle), judging.BundleIndex(bundle)
