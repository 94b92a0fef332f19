"""Who gets what: certificates sorted by employer, city or person, under names any file system takes. Pure.

No name holds an identity number; a person goes by masked name and certificate number.
Two recipients whose names come out alike are told apart by a count, in a fixed order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from jscert.certificates import Medium, file_name, mask_identity
from jscert.messages import exchange as words
from jscert.registry.standing import State, state_of
from jscert.roster.names import hide_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from jscert.families.catalogue import Catalogue
    from jscert.presswork.holders import Held

By: TypeAlias = Literal["employer", "city", "person"]

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NAME_BYTES = 150
"""Of UTF-8: names that most file systems take, with room for a count and a suffix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One certificate to hand over: its newest revision, and what the index says of it.

    `delivered_on` is the day ("" if none) on which this very revision went to this recipient before.
    """

    number: str
    revision: int
    batch: str
    sha256: str
    name: str
    identity_masked: str
    kind_name: str
    post: str
    valid_until: date | None
    delivered_on: str = ""

    @property
    def file(self) -> str:
        """Name the certificate's file."""
        return file_name(self.number, self.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A certificate not handed over: `reason` is its state, or `paper`."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom some certificates go to: the key he is known by (never shown), a name for people and for files."""

    key: str = field(repr=False)
    name: str
    file: str
    items: tuple[Item, ...]


def sort_out(
    certificates: Iterable[Held], catalogue: Catalogue, by: By, day: date
) -> tuple[tuple[Recipient, ...], tuple[LeftOut, ...]]:
    """Sort certificates by recipient, those ordered by name; what is not in force on `day` is left out."""
    sorted_out: dict[str, list[Item]] = {}
    named: dict[str, str] = {}
    left_out = []
    for held in certificates:
        reason = _reason(held, day)
        if reason:
            left_out.append(LeftOut(number=held.entry.number, reason=reason))
            continue
        key, name = _recipient(held, catalogue, by)
        named.setdefault(key, name)
        sorted_out.setdefault(key, []).append(_item(held, catalogue))
    keys = sorted(sorted_out, key=lambda key: (named[key], key))
    files = legal_names([named[key] for key in keys])
    recipients = (
        Recipient(key=key, name=named[key], file=file, items=tuple(sorted_out[key]))
        for key, file in zip(keys, files, strict=True)
    )
    return tuple(recipients), tuple(left_out)


def _reason(held: Held, day: date) -> str:
    state = state_of(held.entry, day)
    if state is not State.VALID:
        return state.value
    return "" if held.newest.sha256 else Medium.PAPER.value


def _recipient(held: Held, catalogue: Catalogue, by: By) -> tuple[str, str]:
    """Give the recipient's key and the name to show him by."""
    dossier = held.dossier
    if by == "employer":
        return dossier.employer, hide_numbers(dossier.employer) or words.NO_EMPLOYER
    if by == "city":
        return dossier.city_code, catalogue.city_name(dossier.city_code)
    return dossier.identity_number, f"{mask_name(dossier.name)}_{held.entry.number}"


def _item(held: Held, catalogue: Catalogue) -> Item:
    newest, dossier = held.newest, held.dossier
    return Item(
        number=newest.number or held.entry.number,
        revision=newest.revision,
        batch=newest.batch,
        sha256=newest.sha256,
        name=dossier.name,
        identity_masked=mask_identity(dossier.identity_number),
        kind_name=catalogue.kind(held.entry.kind).name,
        post=dossier.post,
        valid_until=newest.valid_until,
    )


def mask_name(name: str) -> str:
    """Show a name's first character and hide the rest, whatever its length: 赵某, 赵某某."""
    return name[:1] + words.MASKED_GIVEN_NAME * min(max(len(name) - 1, 1), 2)


def legal_names(wanted: Sequence[str]) -> list[str]:
    """Make file names of names: legal on Windows too, and no two alike there."""
    taken: set[str] = set()
    names = []
    for name in wanted:
        legal = _legal(name)
        candidate, place = legal, 1
        while candidate.casefold() in taken:
            place += 1
            candidate = f"{legal} ({place})"
        taken.add(candidate.casefold())
        names.append(candidate)
    return names


def _legal(name: str) -> str:
    legal = " ".join(_FORBIDDEN.sub(" ", name.replace("*", "＊")).split()).strip(" .")
    legal = legal.encode("utf-8", "ignore")[:_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"_{legal}" if not legal or _RESERVED.fullmatch(legal) else legal
