"""A registry that stops the machine at one of its calls, as a power failure would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from jscert.registry.interface import Registry

POINTS = [
    ("open_batch", "before"),
    ("open_batch", "after"),
    ("rows", "before"),
    ("seal_batch", "before"),
    ("seal_batch", "after"),
    ("publish_batch", "before"),
    ("publish_batch", "after"),
]
"""The commit points of a batch: the call, and on which side of it the machine stops."""


class StopHereError(BaseException):
    """Stands for the machine stopping: nothing may catch it."""


class Stumbling:
    """A registry that stops the machine before or after one of its calls."""

    def __init__(self, registry: Registry, call: str, moment: str) -> None:
        self._registry = registry
        self._call = call
        self._moment = moment

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._registry, name)
        if name != self._call:
            return inner

        def stumble(*args: Any, **facts: Any) -> Any:
            if self._moment == "before":
                raise StopHereError
            inner(*args, **facts)
            raise StopHereError

        return stumble


def stumble_at(call: str, moment: str) -> Callable[[Registry], Registry]:
    """Wrap a registry so that it stops there."""
    return lambda registry: Stumbling(registry, call, moment)
