"""Typer's complaints about a command line, said as ours: code `USAGE`, in Chinese.

Told apart by class name, because Typer has carried these classes in more than one package.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer

from jscert.errors import Code, JscertError
from jscert.messages import words

if TYPE_CHECKING:
    from collections.abc import Iterable

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""The class of every complaint about a command line."""


def wrong_usage(problem: str, *, command: str = "jscert", **facts: object) -> JscertError:
    """Make the error for one of `words.USAGE_PROBLEMS`."""
    said = words.USAGE_PROBLEMS[problem].format_map({"maybe": "", **facts})
    return JscertError(Code.USAGE, problem=said, command=command)


def unknown_command(name: str, known: Iterable[str], command: str) -> JscertError:
    """Make the error for a command that does not exist, with the nearest that does."""
    near = get_close_matches(name, list(known), n=2)
    return wrong_usage("no-such-command", command=command, name=name, maybe=_maybe(near))


def translate(fault: Any) -> JscertError:
    """Turn one of Typer's usage errors into ours."""
    context = getattr(fault, "ctx", None)
    command = context.command_path if context else "jscert"
    match type(fault).__name__:
        case "NoSuchOption":
            maybe = _maybe(sorted(fault.possibilities or ()))
            return wrong_usage(
                "no-such-option", command=command, name=fault.option_name, maybe=maybe
            )
        case "MissingParameter":
            return wrong_usage("missing-argument", command=command, name=_param(fault))
        case "BadOptionUsage":
            return wrong_usage("option-value", command=command, name=fault.option_name)
        case "BadParameter":
            return wrong_usage("bad-value", command=command, name=_param(fault))
    return _by_sentence(str(getattr(fault, "message", "")), command)


def _by_sentence(sentence: str, command: str) -> JscertError:
    """Tell apart what has no class of its own."""
    extra = re.search(r"extra argument(?:s|\(s\))?\s*\((.*)\)", sentence)
    if extra:
        return wrong_usage("extra-argument", command=command, name=extra[1])
    missing = sentence.startswith("Missing command")
    return wrong_usage("missing-command" if missing else "other", command=command)


def _maybe(names: Iterable[str]) -> str:
    joined = "、".join(names)
    return words.MAYBE.format(names=joined) if joined else ""


def _param(fault: Any) -> str:
    param = fault.param
    if param is None:
        return str(fault.param_hint or "")
    if param.param_type_name == "option":
        return str(param.opts[0])
    return str(param.metavar or param.name)
