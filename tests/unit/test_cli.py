"""Whatever happens, a command line ends with a documented exit status and two lines."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer

from jscert import __version__, cli
from tests.terminal_builders import run_line

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = "320102199003072020"


def _raise(fault: BaseException) -> None:
    raise fault


@pytest.fixture
def broken() -> Iterator[list[BaseException]]:
    """Put a command into the table of contents that raises what the test appends."""
    faults: list[BaseException] = []
    module = type(sys)("tests.broken_command")
    app = typer.Typer(add_completion=False)
    app.command("broken")(lambda: _raise(faults[0]))
    module.app = app  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    cli.CONTENTS["broken"] = cli.Entry(cli.KEEPING, module.__name__, "")  # type: ignore[index]
    yield faults
    del cli.CONTENTS["broken"]  # type: ignore[attr-defined]
    del sys.modules[module.__name__]


def test_a_defect_is_70_and_two_lines(broken: list[BaseException]) -> None:
    """No traceback without `--verbose`."""
    broken.append(ValueError(NUMBER))
    outcome = run_line("broken")
    assert outcome.status == 70
    assert len(outcome.stderr.splitlines()) == 2
    assert "JSC-T070" in outcome.stderr


@pytest.mark.parametrize("option", ["--quiet", "--verbose", "--json"])
def test_a_defect_shows_no_identity_number(broken: list[BaseException], option: str) -> None:
    """A foreign exception may hold one; it is not passed on."""
    broken.append(ValueError(NUMBER))
    outcome = run_line("broken", option)
    assert NUMBER not in outcome.stdout + outcome.stderr


def test_verbose_shows_the_traceback(broken: list[BaseException]) -> None:
    """For whoever mends it."""
    broken.append(ValueError("x"))
    assert "Traceback" in run_line("broken", "--verbose").stderr


def test_an_interruption_is_130(broken: list[BaseException]) -> None:
    """Ctrl-C is told as what it is."""
    broken.append(KeyboardInterrupt())
    outcome = run_line("broken")
    assert outcome.status == 130
    assert "JSC-T004" in outcome.stderr


def test_help_is_chinese_and_grouped_by_task() -> None:
    """The front page has three groups and each command once."""
    page = run_line("--help").stdout
    assert [page.count(f"\n{panel}：\n") for panel in ("发证", "核验", "管理")] == [1, 1, 1]
    assert [page.count(f"\n  {name} ") for name in cli.CONTENTS] == [1] * len(cli.CONTENTS)


def test_version_is_the_package_s() -> None:
    """`--version` prints it and nothing else."""
    assert run_line("--version").stdout == f"{__version__}\n"


def test_a_reader_who_goes_away_is_no_defect() -> None:
    """`jscert … | head` leaves no traceback behind."""
    code = "import sys; sys.argv=['jscert','--help']; from jscert.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, talk = process.communicate()
    assert (process.returncode, talk) == (130, b"")


def test_output_is_utf8_whatever_the_locale_says() -> None:
    """A machine set to another code page still gets UTF-8."""
    outcome = subprocess.run(
        [sys.executable, "-m", "jscert", "--help"],
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert "用法：jscert" in outcome.stdout.decode("utf-8")
