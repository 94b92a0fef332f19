"""The catalogue: every family with an authority's settings, and look-ups across families.

The only module that knows which families exist. Pure; `catalogue()` without settings gives the defaults,
which is what a checker without an authority folder reads numbers with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jscert.families import cities, safety, site_management, special_operations
from jscert.families.family import Family, Kind, NumberScope, text_key
from jscert.numbering import (
    NumberFormat,
    ReadNumber,
    looks_like_number,
    read_number,
    scope_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERS_REMEMBERED = 1024
"""A certificate's number is read several times over while it is verified."""

__all__ = ["Catalogue", "CatalogueSettings", "Family", "Kind", "NumberScope", "catalogue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSettings:
    """Every family's settings."""

    safety: safety.SafetySettings = safety.DEFAULT
    special_operations: special_operations.SpecialOperationsSettings = special_operations.DEFAULT
    site_management: site_management.SiteManagementSettings = site_management.DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All families and kinds; built by `catalogue`."""

    families: tuple[Family, ...]
    by_id: Mapping[str, Kind] = field(init=False, compare=False, repr=False)
    read: dict[str, ReadNumber] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {kind.id: kind for kind in self.kinds})

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """List all kinds, in the order of the notice's annex."""
        return tuple(kind for family in self.families for kind in family.kinds)

    @property
    def formats(self) -> tuple[NumberFormat, ...]:
        """List every number format that can be read, the authority's own first in each family."""
        return tuple(format_ for family in self.families for format_ in family.numbers.known)

    def kind(self, kind_id: str) -> Kind:
        """Give a kind by its id; KeyError."""
        return self.by_id[kind_id]

    def read_number(self, text: str) -> ReadNumber:
        """Read a certificate number of any family, however spelled; `NUMBER_UNREADABLE`."""
        known = self.read.get(text)
        if known is None:
            known = read_number(text, self.formats)
            if len(self.read) == _NUMBERS_REMEMBERED:
                self.read.clear()
            self.read[text] = known
        return known

    def looks_like_number(self, text: str) -> bool:
        """Tell whether a text was meant as a certificate number, right or wrong."""
        return looks_like_number(text, self.formats)

    def kind_of(self, read: ReadNumber) -> Kind:
        """Tell which kind a number belongs to: family and, for 安管, its letter."""
        for kind in self.kinds:
            if kind.family == read.parts.family and read.parts.category in kind.categories:
                return kind
        raise KeyError(read.number)

    def scope_of(self, read: ReadNumber) -> str:
        """Name the counter that would have given a number under this authority's settings."""
        return scope_of(read.parts, self.kind_of(read).numbers.scope)

    def recognise_kind(self, text: str) -> Kind | None:
        """Tell which kind a sheet name, title, cell or option means; None if none or several.

        A word inside a longer word of the catalogue does not count (安全员 in 专职安全员); what is left
        must point to one kind.
        """
        key = text_key(text)
        if not key:
            return None
        meant = {kind.id for kind, word in self._words() if word == key}
        meant = meant or {kind.id for kind in _mentioned(key, self._words())}
        return self.kind(meant.pop()) if len(meant) == 1 else None

    def _words(self) -> list[tuple[Kind, str]]:
        return [
            (kind, text_key(word))
            for kind in self.kinds
            for word in (kind.id, kind.name, *_titles(kind), *kind.words, *_letters(kind))
        ]

    def city_code(self, text: str) -> str | None:
        """Give a city's two-digit code by name or code; None if unknown."""
        return cities.city_code(text)

    def city_name(self, code: str) -> str:
        """Give a city's name."""
        return cities.city_name(code)


def catalogue(settings: CatalogueSettings | None = None) -> Catalogue:
    """Build the catalogue; ValueError or `SERIAL_RANGE` for settings that contradict themselves."""
    chosen = settings or CatalogueSettings()
    return Catalogue(
        families=(
            site_management.family(chosen.site_management),
            special_operations.family(chosen.special_operations),
            safety.family(chosen.safety),
        )
    )


def _titles(kind: Kind) -> tuple[str, ...]:
    """List a form's title as sheets carry it: its first line (the second may be shared), and all of it."""
    return kind.form.title_lines[0], "".join(kind.form.title_lines)


def _letters(kind: Kind) -> tuple[str, ...]:
    return tuple(letter for letter in kind.categories if letter)


def _mentioned(key: str, words: list[tuple[Kind, str]]) -> list[Kind]:
    """List the kinds whose words stand in a text, not counting words inside longer words."""
    spans = [
        (found.start(), found.end(), kind)
        for kind, word in words
        if len(word) > 1
        for found in re.finditer(rf"(?<![a-z0-9]){re.escape(word)}", key)
    ]
    return [
        kind
        for start, end, kind in spans
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
    ]
