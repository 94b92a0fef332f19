"""No two certificates may bear one national identifier: it leaves out category, trade and city.

Whoever numbers those separately makes pairs that the ministry cannot tell apart. All certificates are
looked at, not only those exported, former numbers and all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.errors import Code, JscertError
from jscert.exporting.records import published, read_as
from jscert.families.national import national_serial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.families.catalogue import Catalogue
    from jscert.registry.interface import CertificateEntry, Registry

_NAMED = 10


def refuse_doubles(registry: Registry, catalogue: Catalogue) -> None:
    """Refuse (`EXPORT_IDENTIFIER_DOUBLE`) where two certificates' identifiers would be the same."""
    seen: set[tuple[str, str]] = set()
    double: set[tuple[str, str]] = set()
    for entry in registry.walk():
        keys = set(_keys(entry, catalogue))
        double |= keys & seen
        seen |= keys
    if not double:
        return
    numbers = [entry.number for entry in registry.walk() if double & set(_keys(entry, catalogue))]
    named = "、".join(numbers[:_NAMED])
    raise JscertError(Code.EXPORT_IDENTIFIER_DOUBLE, count=len(numbers), numbers=named)


def _keys(entry: CertificateEntry, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Give what tells a certificate's identifiers from others': family and serial, of every number it had."""
    kind = catalogue.kind(entry.kind)
    for number in {one.number or entry.number for one in published(entry)}:
        read = read_as(kind, number)
        serial = national_serial(read) if read else ""
        if serial:
            yield kind.family, serial
