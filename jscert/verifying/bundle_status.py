"""What a bundle on a checker's machine answers: a place's status, and where a number's status stands.

`StatusSource` is what verdicts ask; `BundleStatus` answers out of a stored bundle, each list opened once
and proved when it is first asked for. `BundleIndex` finds a certificate by number, name and tail together.
Not here: what an answer means for a verdict (`listed`), storing bundles (`sealing.bundle_store`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jscert.errors import Code, JscertError

if TYPE_CHECKING:
    from datetime import datetime

    from jscert.sealing.bundle import BundleEntry
    from jscert.sealing.bundle_store import StoredBundle
    from jscert.sealing.status_list import Status, StatusList


class StatusSource(Protocol):
    """Signed status, as of one instant. Instants are aware UTC."""

    @property
    def as_of(self) -> datetime:
        """The instant all answers speak for."""

    @property
    def expires_at(self) -> datetime:
        """From then on no answer can say that a certificate is valid."""

    def status(self, status_list: int, status_index: int) -> Status | None:
        """Tell what a place says; None where the source has no word for it."""


class BundleStatus:
    """`StatusSource` over a stored bundle."""

    def __init__(self, bundle: StoredBundle) -> None:
        self._bundle = bundle
        self._lists: dict[int, StatusList | None] = {}

    @property
    def as_of(self) -> datetime:
        """See `StatusSource`."""
        return self._bundle.document.edition.issued_at

    @property
    def expires_at(self) -> datetime:
        """See `StatusSource`."""
        return self._bundle.document.edition.expires_at

    def status(self, status_list: int, status_index: int) -> Status | None:
        """See `StatusSource`; `BUNDLE_UNREADABLE`, `STATUS_LIST_UNREADABLE` for spoiled parts."""
        if status_list not in self._lists:
            self._lists[status_list] = self._bundle.status_list(status_list)
        found = self._lists[status_list]
        return found.at(status_index) if found else None


class HolderIndex(Protocol):
    """Certificates, each found by what its holder shows."""

    def find(self, number: str, name: str, tail: str) -> BundleEntry | None:
        """Find a certificate by number, name and the last six of the identity number, all of them."""


class BundleIndex:
    """`HolderIndex` over a stored bundle."""

    def __init__(self, bundle: StoredBundle) -> None:
        self._bundle = bundle

    def find(self, number: str, name: str, tail: str) -> BundleEntry | None:
        """Find a certificate by number, name and the last six of the identity number, all of them.

        None where they do not belong together or the bundle does not know them: it says no more, and
        that is no proof of a forgery. `BUNDLE_UNREADABLE` for spoiled parts.
        """
        from jscert.sealing.bundle import (  # noqa: PLC0415 - ciphers, which no other check loads
            derive_keys,
            open_entry,
            unlock_phrase,
        )

        phrase = unlock_phrase(number, name, tail)
        keys = derive_keys(phrase, self._bundle.document.salt)
        record = self._bundle.record(keys.locator)
        try:
            return open_entry(record, keys) if record else None
        except ValueError as fault:
            raise JscertError(Code.BUNDLE_UNREADABLE, reason=str(fault)) from fault
