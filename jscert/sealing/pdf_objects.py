"""Reading PDF objects: a strict subset of ISO 32000 syntax, as the press writes it.

Names become `Name`, strings bytes, references `Ref`, arrays tuples, dictionaries mappings that must
not be changed (equal objects are read once and shared). Refused: comments, unescaped parentheses
inside strings, doubled keys, generations other than 0 - whatever two readers could take differently.
Bytes in, values out; anything else is a `ValueError`. Not here: files (`pdf_container`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_GAP = rb"[\x00\t\n\x0c\r ]*"
_END = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
_TOKEN = re.compile(
    _GAP + rb"(?:(?P<open><<)|(?P<close>>>)|(?P<array>\[)|(?P<end>\])"
    rb"|/(?P<name>[!-~]*?)" + _END + rb"|<(?P<hex>[0-9A-Fa-f]*)>"
    rb"|\((?P<text>(?:[^()\\\r]|\\[()\\nrtbf])*)\)"
    rb"|(?P<ref>[1-9]\d{0,9}) 0 R" + _END + rb"|(?P<real>[+-]?\d*\.\d+)" + _END + rb"|(?P<int>"
    rb"[+-]?\d{1,15})" + _END + rb"|(?P<word>true|false|null)" + _END + rb"|(?P<eof>\Z))",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS: dict[bytes, PdfValue] = {b"true": True, b"false": False, b"null": None}
_DEEPEST = 32
_LONGEST_REMEMBERED, _LONGEST_NAME = 4096, 64


class Name(str):
    """A PDF name without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an indirect object (generation 0)."""

    number: int


PdfValue: TypeAlias = (
    "Name | bytes | Ref | int | float | bool | tuple[PdfValue, ...] | Mapping[str, PdfValue] | None"
)
_Token: TypeAlias = "tuple[str, bytes]"  # noqa: S105 - a kind of match, no secret


def parse_object(text: bytes) -> PdfValue:
    """Read the one object that `text` holds, blanks around it allowed."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _parse(text)


def _parse(text: bytes) -> PdfValue:
    tokens = _tokens(text)
    value = _value(next(tokens), tokens, 0)
    if next(tokens)[0] != "eof":
        raise ValueError("more than one object")
    return value


_remembered = lru_cache(maxsize=512)(_parse)


def _tokens(text: bytes) -> Iterator[_Token]:
    match_at = _TOKEN.match
    position = 0
    while True:
        match = match_at(text, position)
        kind = match.lastgroup if match else None
        if match is None or kind is None:
            raise ValueError("not PDF syntax")
        yield kind, match[kind]
        position = match.end()


def _value(token: _Token, tokens: Iterator[_Token], depth: int) -> PdfValue:
    kind, text = token
    read = _SCALARS.get(kind)
    if read is not None:
        return read(text)
    if kind == "open":
        return _dictionary(tokens, depth + 1)
    if kind == "array":
        return _array(tokens, depth + 1)
    raise ValueError("value expected")


def _name(text: bytes) -> Name:
    return _known_name(text) if len(text) <= _LONGEST_NAME else Name(text.decode("ascii"))


@lru_cache(maxsize=1024)
def _known_name(text: bytes) -> Name:
    return Name(text.decode("ascii"))


def _hex(text: bytes) -> bytes:
    return bytes.fromhex((text + b"0" * (len(text) & 1)).decode("ascii"))


def _text(text: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)


_SCALARS: dict[str, Callable[[bytes], PdfValue]] = {
    "name": _name,
    "ref": lambda text: Ref(int(text)),
    "int": int,
    "real": float,
    "hex": _hex,
    "text": _text,
    "word": _WORDS.__getitem__,
}


def _dictionary(tokens: Iterator[_Token], depth: int) -> PdfValue:
    found: dict[str, PdfValue] = {}
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    for kind, text in tokens:
        if kind == "close":
            return found
        key = str(_name(text))
        if kind != "name" or key in found:
            raise ValueError("not a dictionary, or a key twice")
        found[key] = _value(next(tokens), tokens, depth)
    raise ValueError("dictionary without an end")


def _array(tokens: Iterator[_Token], depth: int) -> PdfValue:
    found: list[PdfValue] = []
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    for token in tokens:
        if token[0] == "end":
            return tuple(found)
        found.append(_value(token, tokens, depth))
    raise ValueError("array without an end")


def text_of(value: PdfValue) -> str:
    """Read a text string: UTF-16 with its mark, else Latin-1 (as far as PDFDocEncoding is)."""
    if not isinstance(value, bytes):
        raise ValueError("text string expected")  # noqa: TRY004 - malformed input, as all the others
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be")
    return value.decode("latin-1")
