"""Texts and paths of a command line, taken as they are.

Typer builds a validator for every parameter, plain text included, and loads a validation library for
it that takes longer than checking a certificate does. Parameters here are texts, paths and flags:
nothing is to be validated before the command itself looks at it. Where Typer has no such step, or
another kind of parameter comes along, its own way is left in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SLOT = "_runtime_param"
_MAKERS: tuple[tuple[Any, Callable[[Any], object]], ...] = (
    (bool, bool),
    (str, str),
    (Path, Path),
    (list[str], str),
    (list[Path], Path),
)


@dataclass(frozen=True, slots=True)
class _Plain:
    make: Callable[[Any], object]

    def coerce(self, value: Any, param: Any, ctx: object) -> Any:  # noqa: ARG002 - Typer's call
        """Turn what stood on the command line into the parameter's value."""
        is_many = param.multiple or param.nargs == -1
        if value is None:
            return () if is_many else None
        return [self.make(one) for one in value] if is_many else self.make(value)


def take_plainly(params: Iterable[Any]) -> None:
    """Let texts and paths through without a validator."""
    for param in params:
        annotation = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        if hasattr(param, _SLOT):
            for known, make in _MAKERS:
                if annotation == known:
                    setattr(param, _SLOT, _Plain(make))
