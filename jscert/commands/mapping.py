"""`--map 列名=字段`: what a column means, said for one call of a command that reads rosters.

It counts before the settings' words and the built-in ones. Fields are called by their id or by any of their
words; which fields there are is decided in `roster.columns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jscert.commands.usage import wrong_usage
from jscert.messages import words
from jscert.roster import columns
from jscert.roster.limits import OrderRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jscert.settings import Settings

MapOption = Annotated[
    list[str],
    typer.Option(
        "--map",
        metavar="列名=字段",
        help="名册里某一列是什么，如 受训者=姓名；可写多次；不要的写 =不用",
    ),
]


def rules_of(settings: Settings, given: Iterable[str], *, command: str) -> OrderRules:
    """Give what an order obeys: the settings, and the columns told on the command line; `USAGE`."""
    synonyms = with_mapped(settings.synonyms, given, command=command)
    return OrderRules(screening=settings.screening, synonyms=synonyms)


def with_mapped(
    synonyms: Mapping[str, Sequence[str]], given: Iterable[str], *, command: str
) -> dict[str, tuple[str, ...]]:
    """Join the settings' header words with those of the command line; `USAGE` if one cannot be read."""
    joined = {field: tuple(known) for field, known in synonyms.items()}
    for text in given:
        word, _, name = (part.strip() for part in text.rpartition("="))
        if not columns.word_key(word) or not name:
            raise wrong_usage("bad-map", command=command, value=text)
        field = columns.find_field(name)
        if field is None:
            near = columns.nearest_word(name)
            maybe = words.MAYBE.format(names=near) if near else ""
            raise wrong_usage("no-such-field", command=command, name=name, maybe=maybe)
        joined = {one: _without(known, word) for one, known in joined.items()}
        joined[field] = (*joined.get(field, ()), word)
    return joined


def _without(known: tuple[str, ...], word: str) -> tuple[str, ...]:
    return tuple(one for one in known if columns.word_key(one) != columns.word_key(word))
