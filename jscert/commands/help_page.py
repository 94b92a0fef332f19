"""Help pages in Chinese: what Typer knows of a command, laid out in cells instead of characters.

Typer's own pages have English headings and count a hanzi as one column. Commands use `Command` and
`Group` as their `cls`; the texts stand where the options are declared.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from typer.core import TyperCommand, TyperGroup

from jscert.commands.plain_values import take_plainly
from jscert.commands.usage import unknown_command
from jscert.messages import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_INDENT = "  "
_TERM_CELLS_MAX = 30


class Command(TyperCommand):
    """A command whose help page is ours, and whose values are taken as they stand."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line."""
        take_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: usage, purpose, arguments, options, notes."""
        formatter.write(command_page(self, ctx))


class Group(TyperGroup):
    """A command with commands below it (`batches`, `trust`)."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line."""
        take_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that a command line names; `USAGE`."""
        name, *rest = args
        command = self.get_command(ctx, name)
        if command is None:
            raise unknown_command(name, self.list_commands(ctx), ctx.command_path)
        return name, command, rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: as of a command, and the commands below."""
        formatter.write(command_page(self, ctx, self._listing(ctx)))

    def _listing(self, ctx: Any) -> dict[str, list[tuple[str, str]]]:
        below = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return {words.HELP_COMMANDS: [(name, _first_line(c.help)) for name, c in below if c]}


def command_page(
    command: Any, ctx: Any, listing: dict[str, list[tuple[str, str]]] | None = None
) -> str:
    """Lay a page out; `listing` holds commands by panel."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    parts = [words.HELP_USAGE.format(usage=_usage(ctx, arguments, listing)), ""]
    if command.help:
        parts += [textwrap.dedent(command.help).strip(), ""]
    parts += _section(words.HELP_ARGUMENTS, [(_name(p), _text(p)) for p in arguments])
    for panel, commands in (listing or {}).items():
        parts += _section(panel, commands)
    own = [(_spelling(p), _text(p)) for p in options if "--help" not in p.opts]
    parts += _section(words.HELP_OPTIONS, [*own, ("--help", words.HELP_HELP)])
    parts += _section(words.HELP_GLOBALS, words.GLOBAL_OPTIONS)
    if command.epilog:
        parts += [textwrap.dedent(command.epilog).strip(), ""]
    return "\n".join(parts[:-1])


def _usage(ctx: Any, arguments: list[Any], listing: object) -> str:
    pieces = [ctx.command_path]
    pieces += [_name(p) for p in arguments]
    if listing:
        pieces.append(words.HELP_COMMANDS)
    return " ".join([*pieces, f"[{words.HELP_OPTIONS}]"])


def _section(title: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    pairs = list(entries)
    if not pairs:
        return []
    width = min(_TERM_CELLS_MAX, max(_cells(term) for term, _ in pairs)) + 2
    lines = [f"{title}："]
    for term, text in pairs:
        gap = width - _cells(term)
        first, *others = text.split("\n") if text else [""]
        if gap < 2:
            lines.append(f"{_INDENT}{term}")
            others = [first, *others]
        else:
            lines.append(f"{_INDENT}{term}{' ' * gap}{first}".rstrip())
        lines += [f"{_INDENT}{' ' * width}{other}" for other in others]
    return [*lines, ""]


def _name(param: Any) -> str:
    name = str(param.metavar or param.name.upper())
    if param.nargs == -1 and not name.endswith("…"):
        name += "…"
    return name if param.required else f"[{name}]"


def _spelling(param: Any) -> str:
    value = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
    return ", ".join(param.opts) + value


def _text(param: Any) -> str:
    must = param.required and param.param_type_name == "option"
    return (param.help or "") + (words.HELP_REQUIRED if must else "")


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n", 1)[0]


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
