"""All rows held against each other: people who come twice, numbers of two names, near-duplicates, photos.

Input: the candidates of a screening, in order. Output: faults and remarks in their notes. Every look is a
grouping by some key, so that a hundred thousand rows cost a fraction of a second. What is held of people from
before is not known here.
"""

from __future__ import annotations

from itertools import combinations
from operator import attrgetter, itemgetter, ne
from typing import TYPE_CHECKING, TypeVar

from jscert.certificates import mask_identity
from jscert.errors import Code
from jscert.roster import columns
from jscert.roster.photos import hanzi_of
from jscert.screening.photos import note_photo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jscert.screening.candidates import Candidate

    Key = Callable[[str], str]

T = TypeVar("T")

_FEW = 8
_CUTS: tuple[tuple[Key, Key], ...] = (
    # what may differ in one digit: the region, the year, month and day, the order
    (itemgetter(slice(6, 17)), itemgetter(slice(0, 6))),
    (lambda number: number[:6] + number[10:17], itemgetter(slice(6, 10))),
    (lambda number: number[:10] + number[14:17], itemgetter(slice(10, 14))),
    (itemgetter(slice(0, 14)), itemgetter(slice(14, 17))),
)
"""Ways to split the 17 digits into what two numbers share and where they may differ; one of them fits."""


def note_resemblance(candidates: Sequence[Candidate]) -> None:
    """Fault what cannot be right, and remark what may be a slip, each naming the other row's cell."""
    numbered = [one for one in candidates if one.identity_number]
    _note_names(numbered)
    _note_doubles(numbered)
    _note_shared_photos(numbered)
    _note_photos_of_others(numbered)
    _note_namesakes(numbered)
    _note_near_numbers(numbered)


def _groups(all_of: Iterable[T], key: Callable[[T], object]) -> Iterator[list[T]]:
    """Give the groups of two or more with one key, in order; usually there are few, or none."""
    firsts: dict[object, T] = {}
    groups: dict[object, list[T]] = {}
    for one in all_of:
        found = key(one)
        first = firsts.setdefault(found, one)
        if first is not one:
            groups.setdefault(found, [first]).append(one)
    return iter(groups.values())


def _note_names(numbered: Sequence[Candidate]) -> None:
    """Fault every row whose number stands beside another name elsewhere."""
    for group in _groups(numbered, attrgetter("identity_number")):
        for one, other in _opposites([one for one in group if one.name], attrgetter("name")):
            _fault(one, Code.IDENTITY_OTHER_NAME, other)


def _opposites(group: Sequence[T], key: Callable[[T], object]) -> Iterator[tuple[T, T]]:
    """Give each of a group with the first that has another key; nothing if all have one."""
    first = group[0] if group else None
    for second in group:
        if first is not None and key(second) != key(first):
            yield from ((one, second if key(one) == key(first) else first) for one in group)
            return


def _note_doubles(numbered: Sequence[Candidate]) -> None:
    """Fault every row of people who come twice; where the names differ, that has been told."""
    for group in _groups(numbered, attrgetter("person_key")):
        by_name: dict[str, list[Candidate]] = {}
        for one in group if group[0].person_key else ():
            by_name.setdefault(one.name, []).append(one)
        nameless = by_name.get("", [])
        for name, namesakes in by_name.items():
            alike = (*namesakes[:2], *nameless[:2]) if name else group[:2]
            for one in namesakes:
                other = next((two for two in alike if two is not one), None)
                if other is not None:
                    _fault(one, Code.IDENTITY_DOUBLE, other)


def _fault(one: Candidate, code: Code, other: Candidate) -> None:
    shown = mask_identity(one.identity_number)
    one.notes.fault(columns.IDENTITY, code, shown, other=other.cell())


def _note_shared_photos(numbered: Sequence[Candidate]) -> None:
    """Fault every row whose photo is another person's, too."""
    for group in _groups(numbered, attrgetter("photo_sha256")):
        shown = group if group[0].photo_sha256 else ()
        for one, other in _opposites(shown, attrgetter("identity_number")):
            note_photo(one.notes, Code.PHOTO_DOUBLE, one.identity_number, {"other": other.cell()})


def _note_photos_of_others(candidates: Sequence[Candidate]) -> None:
    """Fault a photo whose file is named by one person's number and another person's name."""
    if not any(one.photo_words for one in candidates):
        return
    named = {hanzi_of(one.name): one for one in candidates if one.name}
    for one in candidates:
        own = hanzi_of(one.name)
        others = [named[word] for word in one.photo_words if word in named]
        if others and own not in one.photo_words:
            note_photo(
                one.notes, Code.PHOTO_OF_OTHER, one.identity_number, {"other": others[0].cell()}
            )


def _note_namesakes(numbered: Sequence[Candidate]) -> None:
    """Remark people of one name and birth date with two numbers, at the later row."""
    named = (one for one in numbered if one.name)
    for group in _groups(named, attrgetter("name", "birth_on")):
        first = group[0]
        told = {first.identity_number}
        for one in group[1:]:
            if one.identity_number not in told:
                told.add(one.identity_number)
                _remark(one, Code.PERSON_RESEMBLES, first)


def _remark(one: Candidate, code: Code, other: Candidate) -> None:
    shown = mask_identity(one.identity_number)
    one.notes.remark(columns.IDENTITY, code, shown, other=other.cell())


def _note_near_numbers(numbered: Sequence[Candidate]) -> None:
    """Remark numbers that differ in one digit (and in the check character), at the later row, once."""
    first_of: dict[str, Candidate] = {}
    for one in numbered:
        first_of.setdefault(one.identity_number, one)
    rank = {number: place for place, number in enumerate(first_of)}
    near: dict[str, str] = {}
    for shared, rest in _CUTS:
        for group in _groups(rank, shared):
            for pair in _near_pairs(group, rest):
                earlier, later = sorted(pair, key=rank.__getitem__)
                near.setdefault(later, earlier)
    for later in sorted(near, key=rank.__getitem__):
        _remark(first_of[later], Code.IDENTITY_RESEMBLES, first_of[near[later]])


def _near_pairs(group: Sequence[str], rest: Key) -> Iterator[tuple[str, str]]:
    """Give pairs whose rest differs in one digit; of many alike, enough to name each number once."""
    if len(group) <= _FEW:
        for (one, digits), (two, others) in combinations([(n, rest(n)) for n in group], 2):
            if sum(map(ne, digits, others)) == 1:
                yield one, two
        return
    seen: dict[tuple[int, str], str] = {}
    for one in group:
        digits = rest(one)
        for place in range(len(digits)):
            first = seen.setdefault((place, digits[:place] + digits[place + 1 :]), one)
            if first is not one:
                yield first, one
