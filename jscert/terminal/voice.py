"""`Terminal`: the verbs of showing and asking. Its rules stand in the package's docstring.

Streams come from outside (`cli` hands in the real ones), so every line can be tested.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from getpass import getpass
from typing import TYPE_CHECKING, Any

from jscert.errors import Code, JscertError
from jscert.messages import explain, words
from jscert.terminal.masking import scrub, scrub_fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from jscert.certificates import Rejection

Progress = Callable[[str, int, int], None]
ERROR_FORMAT = "jscert-error/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Where a command speaks. `source` is where answers come from."""

    source: TextIO
    result_stream: TextIO
    talk_stream: TextIO
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False

    def answer(self, data: Mapping[str, Any], text: str) -> None:
        """Give the result: the object with `--json`, else the text. Once per command."""
        if self.as_json:
            self._write_json(data)
        elif text:
            self.result_stream.write(scrub(text) + "\n")

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = ""
    ) -> None:
        """Show a table as part of the result; nothing with `--json`, whose object says it already."""
        if self.as_json:
            return
        from jscert.terminal.tables import draw_table  # noqa: PLC0415 - rich loads slowly

        draw_table(self.result_stream, headings, rows, title=title)

    def qr_picture(self, text: str) -> None:
        """Draw a QR code as part of the result; nothing with `--json`."""
        if self.as_json:
            return
        from jscert.terminal.qr_picture import qr_picture  # noqa: PLC0415 - qrcode loads slowly

        coloured = self.result_stream.isatty()
        self.result_stream.write(qr_picture(text, coloured=coloured) + "\n")

    def faults(self, rejections: Sequence[Rejection]) -> None:
        """Show why rows were refused; errors, so `--quiet` does not silence them."""
        self._draw_faults(rejections, words.FAULTS_TITLE)

    def warnings(self, remarks: Sequence[Rejection]) -> None:
        """Show what deserves a look and stops nothing."""
        if not self.quiet:
            self._draw_faults(remarks, words.WARNINGS_TITLE)

    def say(self, text: str) -> None:
        """Talk: one remark."""
        if not self.quiet:
            self.talk_stream.write(scrub(text) + "\n")

    def hint(self, text: str) -> None:
        """Talk: what to do next."""
        self.say(words.HINT_LINE.format(hint=text))

    def warn(self, text: str) -> None:
        """Talk: something to keep in mind."""
        self.say(words.WARNING_LINE.format(text=text))

    def error(self, error: JscertError) -> None:
        """Say what went wrong and what to do; with `--json` as the one object."""
        message = explain(error.code, error.facts)
        if self.as_json:
            facts = {name: scrub_fact(value) for name, value in error.facts.items()}
            self._write_json(
                {
                    "format": ERROR_FORMAT,
                    "code": error.code.value,
                    "facts": facts,
                    "message": scrub(message.text),
                    "hint": scrub(message.hint),
                }
            )
            return
        lines = [words.ERROR_LINE.format(code=error.code.value, text=message.text)]
        if message.hint:
            lines.append(words.HINT_LINE.format(hint=message.hint))
        self.talk_stream.write(scrub("\n".join(lines)) + "\n")

    def trace(self, text: str) -> None:
        """Show a traceback, masked, if `--verbose` asks for it."""
        if self.verbose:
            self.talk_stream.write(scrub(text))

    def progress(self) -> AbstractContextManager[Progress]:
        """Follow a long step: `with terminal.progress() as report: report(step, done, total)`."""
        if self.quiet or not self.talk_stream.isatty():
            return nullcontext(_report_nothing)
        from jscert.terminal.progress import show_progress  # noqa: PLC0415 - rich loads slowly

        return show_progress(self.talk_stream)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer."""
        return self.source.isatty() and self.talk_stream.isatty()

    def confirm(self, question: str, *, option: str) -> bool:
        """Ask yes or no; `option` is named when nobody can answer (`TERMINAL_NEEDED`)."""
        if not self.can_ask:
            raise JscertError(Code.TERMINAL_NEEDED, option=option)
        self.talk_stream.write(words.YES_NO.format(question=question))
        self.talk_stream.flush()
        return self.source.readline().strip().lower() in {"y", "yes", "是", "好"}

    def ask(self, question: str) -> str:
        """Ask for a line; "" when nobody can answer, or somebody does not want to."""
        if not self.can_ask:
            return ""
        self.talk_stream.write(question)
        self.talk_stream.flush()
        return self.source.readline().strip()

    def ask_secret(self, prompt: str, *, missing: JscertError) -> bytes:
        """Ask without echo; `missing` is raised when nobody can answer."""
        if not self.can_ask:
            raise missing
        try:
            return getpass(prompt, stream=self.talk_stream).encode()
        except EOFError:
            raise missing from None

    def flush(self) -> None:
        """Hand everything to the system, so that a broken pipe shows while it can be handled."""
        self.result_stream.flush()
        self.talk_stream.flush()

    def _draw_faults(self, rejections: Sequence[Rejection], title: str) -> None:
        if not rejections or self.as_json:
            return
        from jscert.terminal.tables import draw_faults  # noqa: PLC0415 - rich loads slowly

        draw_faults(self.talk_stream, rejections, title=title)

    def _write_json(self, data: Mapping[str, Any]) -> None:
        self.result_stream.write(json.dumps(data, ensure_ascii=False) + "\n")


def _report_nothing(step: str, done: int, total: int, /) -> None:
    """Stand in for progress where nobody watches."""
