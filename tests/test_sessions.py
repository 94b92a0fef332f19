"""Runs the scripts of `tests/sessions` (their language is described in the README beside them)."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.architecture.source_tree import ROOT
from tests.terminal_builders import Outcome, run_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCRIPTS = sorted((ROOT / "tests" / "sessions").glob("*.txt"))
SAMPLES = ROOT / "samples"
NUMBERS = {p.stem for p in (SAMPLES / "photos").iterdir()}
_COMMAND = re.compile(r"(?:\[(\d+)\] )?jscert(?: (.*))?")


@dataclass(slots=True, kw_only=True)
class Session:
    """A script under way: what was said last, what is remembered."""

    folder: Path
    environment: dict[str, str]
    kept: dict[str, str]
    numbers: set[str] = field(default_factory=lambda: set(NUMBERS))
    last: Outcome = field(default_factory=lambda: Outcome(status=0, stdout="", stderr=""))

    def perform(self, line: str, below: list[str]) -> None:
        """Do what one line of the script says."""
        command = _COMMAND.fullmatch(line)
        if command:
            self._run(self._words(command[2] or ""), int(command[1] or 0))
            return
        negative, line = line.startswith("! "), line.removeprefix("! ")
        verb, *words = self._words(line)
        if verb in {"stdout", "stderr", "exists"}:
            holds = self._found(*words) if verb == "exists" else self._said(verb, *words)
            assert holds is not negative, self.last
        elif verb == "roster":
            self._write_roster(words[0], words[1], below)
        else:
            getattr(self, f"verb_{verb}")(*words)

    def _words(self, line: str) -> list[str]:
        """Divide a line into words, then fill in what is remembered (paths may hold blanks)."""
        return [Template(word).substitute(self.kept) for word in shlex.split(line)]

    def _run(self, line: list[str], status: int) -> None:
        self.last = run_line(*line, environment=self.environment)
        assert self.last.status == status, self.last
        told = self.last.stdout + self.last.stderr
        assert "Traceback" not in told
        assert [number for number in self.numbers if number in told] == []

    def _said(self, stream: str, text: str) -> bool:
        return text in getattr(self.last, stream)

    def _found(self, pattern: str) -> bool:
        return any(True for _ in self._matching(pattern))

    def _matching(self, pattern: str) -> Iterator[Path]:
        return self.folder.glob(pattern)

    def _json(self, path: str) -> Any:
        value: Any = json.loads(self.last.stdout)
        for step in path.split("."):
            if step == "#":
                value = len(value)
            else:
                value = value[int(step)] if isinstance(value, list) else value[step]
        return value

    def verb_silent(self, stream: str) -> None:
        """Nothing was written to the stream."""
        assert getattr(self.last, stream) == ""

    def verb_json(self, path: str, expected: str) -> None:
        """Compare a value of the object (JSON, or a bare word for a string)."""
        value = self._json(path)
        assert (value if isinstance(value, str) else json.dumps(value)) == expected, self.last

    def verb_keep(self, name: str, path: str) -> None:
        """Remember a value."""
        self.kept[name] = str(self._json(path))

    def verb_count(self, pattern: str, number: str) -> None:
        """So many paths match."""
        assert len(list(self._matching(pattern))) == int(number)

    def verb_write(self, path: str, text: str) -> None:
        """Write a text file."""
        (self.folder / path).write_text(text + "\n", encoding="utf-8")

    def verb_copy(self, source: str, target: str) -> None:
        """Copy a file or a folder."""
        origin = next(self._matching(source), Path(source))
        copy: Callable[..., object] = shutil.copytree if origin.is_dir() else shutil.copyfile
        copy(origin, self.folder / target)

    def verb_remove(self, pattern: str) -> None:
        """Remove what matches."""
        for path in list(self._matching(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def verb_flip(self, pattern: str, offset: str) -> None:
        """Change one bit."""
        (path,) = self._matching(pattern)
        data = bytearray(path.read_bytes())
        data[int(offset)] ^= 1
        path.unlink()
        path.write_bytes(data)

    def verb_photos(self, folder: str, *numbers: str) -> None:
        """Put a sample picture there for each person."""
        (self.folder / folder).mkdir(exist_ok=True)
        pictures = sorted((SAMPLES / "photos").iterdir())
        for number, picture in zip(numbers, pictures, strict=False):
            shutil.copyfile(picture, self.folder / folder / f"{number}.jpg")

    def verb_environment(self, setting: str) -> None:
        """Set a variable."""
        name, _, value = setting.partition("=")
        self.environment[name] = value

    def _write_roster(self, path: str, sheet: str, below: list[str]) -> None:
        book = openpyxl.Workbook()
        page = book.worksheets[0]
        page.title = sheet
        for line in below:
            cells = [Template(cell.strip()).substitute(self.kept) for cell in line.split("|")]
            page.append([cell or None for cell in cells])
            self.numbers |= {cell for cell in cells if re.fullmatch(r"\d{17}[\dX]", cell)}
        book.save(self.folder / path)


def _steps(script: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Give each line of a script with its number and the indented lines below it."""
    lines = script.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.strip() and not line.startswith(("#", " ")):
            below: list[str] = []
            for after in lines[number + 1 :]:
                if not after.startswith(" "):
                    break
                below.append(after.strip())
            yield number + 1, line, below


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_session_goes_as_written(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command answers as its script says, and shows no personal number."""
    monkeypatch.chdir(tmp_path)
    session = Session(
        folder=tmp_path,
        environment={"XDG_CONFIG_HOME": str(tmp_path / "user"), "APPDATA": str(tmp_path / "user")},
        kept={"samples": str(SAMPLES)},
    )
    for number, line, below in _steps(script):
        try:
            session.perform(line, below)
        except (AssertionError, KeyError, IndexError, ValueError) as fault:
            pytest.fail(f"{script.name}:{number}: {line}\n{fault!r}\n{session.last}")
