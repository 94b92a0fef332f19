"""The terminal's rules, one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jscert.errors import Code, JscertError
from tests.terminal_builders import make_rejection, make_terminal, said, shown

LOST = JscertError(Code.FILE_NOT_FOUND, path=Path("照片/320102199003072020.jpg"))


def test_the_result_goes_to_standard_output() -> None:
    """An answer is a result and nothing of it is talk."""
    terminal = make_terminal()
    terminal.answer({"a": 1}, "做好了")
    assert (shown(terminal), said(terminal)) == ("做好了\n", "")


def test_with_json_the_result_is_one_object() -> None:
    """The object takes the text's place."""
    terminal = make_terminal(as_json=True)
    terminal.answer({"a": "中"}, "做好了")
    assert shown(terminal) == '{"a": "中"}\n'


def test_with_json_no_table_spoils_the_object() -> None:
    """Tables and QR pictures are for people."""
    terminal = make_terminal(as_json=True)
    terminal.table(("一",), [("1",)])
    terminal.qr_picture("A")
    terminal.faults([make_rejection()])
    assert shown(terminal) + said(terminal) == ""


def test_remarks_go_to_standard_error() -> None:
    """Talk never mixes with the result."""
    terminal = make_terminal()
    terminal.hint("再试一次")
    assert (shown(terminal), said(terminal)) == ("", "提示：再试一次\n")


def test_quiet_silences_remarks_and_warnings() -> None:
    """Nothing but results and errors is left."""
    terminal = make_terminal(quiet=True)
    terminal.say("一")
    terminal.warn("二")
    terminal.warnings([make_rejection()])
    assert said(terminal) == ""


def test_quiet_silences_no_error_and_no_fault() -> None:
    """What went wrong is always told."""
    terminal = make_terminal(quiet=True)
    terminal.error(LOST)
    terminal.faults([make_rejection()])
    assert "JSC-T002" in said(terminal)
    assert "JSC-R020" in said(terminal)


def test_an_error_is_two_lines() -> None:
    """What is wrong, then what to do."""
    terminal = make_terminal()
    terminal.error(LOST)
    first, second = said(terminal).splitlines()
    assert first.startswith("错误 JSC-T002：")
    assert second.startswith("提示：")


def test_an_error_shows_no_identity_number() -> None:
    """A file named after a person is shown masked."""
    terminal = make_terminal()
    terminal.error(LOST)
    assert "320102********2020.jpg" in said(terminal)


def test_with_json_an_error_is_the_one_object() -> None:
    """Code, facts, message and hint, masked, on standard output."""
    terminal = make_terminal(as_json=True)
    terminal.error(LOST)
    told = json.loads(shown(terminal))
    assert set(told) == {"format", "code", "facts", "message", "hint"}
    assert (told["format"], told["code"]) == ("jscert-error/1", "JSC-T002")
    assert told["facts"] == {"path": "照片/320102********2020.jpg"}
    assert said(terminal) == ""


def test_a_traceback_needs_verbose() -> None:
    """Without it nothing technical is shown."""
    terminal = make_terminal()
    terminal.trace("Traceback …")
    assert said(terminal) == ""


def test_a_traceback_is_masked() -> None:
    """Not even `--verbose` shows an identity number."""
    terminal = make_terminal(verbose=True)
    terminal.trace("ValueError: 32010219900307101X\n")
    assert said(terminal) == "ValueError: 320102********101X\n"


def test_nobody_is_asked_without_a_terminal() -> None:
    """A question names the option that answers it in advance."""
    with pytest.raises(JscertError) as caught:
        make_terminal(answers="y\n").confirm("导入吗？", option="--fingerprint")
    assert caught.value.code is Code.TERMINAL_NEEDED
    assert caught.value.facts == {"option": "--fingerprint"}


@pytest.mark.parametrize(
    ("answer", "meant"), [("y\n", True), ("是\n", True), ("\n", False), ("", False)]
)
def test_only_yes_is_yes(answer: str, meant: bool) -> None:  # noqa: FBT001 - the table's column
    """Silence is a no."""
    terminal = make_terminal(answers=answer, is_terminal=True)
    assert terminal.confirm("导入吗？", option="-") is meant


def test_no_secret_is_asked_without_a_terminal() -> None:
    """The caller says which error that is."""
    missing = JscertError(Code.PASSPHRASE_MISSING)
    with pytest.raises(JscertError) as caught:
        make_terminal().ask_secret("口令：", missing=missing)
    assert caught.value is missing


def test_progress_is_silent_without_a_terminal() -> None:
    """Reports cost nothing and leave no trace in a log."""
    terminal = make_terminal()
    with terminal.progress() as report:
        report("print", 1, 2)
    assert said(terminal) == ""


def test_progress_on_a_terminal_shows_step_and_count() -> None:
    """The step's Chinese name and how far it has come."""
    terminal = make_terminal(is_terminal=True)
    with terminal.progress() as report:
        report("print", 0, 5000)
        report("print", 5000, 5000)
    assert "制作证书" in said(terminal)
    assert "5000/5000" in said(terminal)


def test_a_question_is_answered_by_a_line() -> None:
    """On a terminal the line typed is the answer, without the blanks around it."""
    terminal = make_terminal(answers=" 张三 \nmore\n", is_terminal=True)
    assert terminal.ask("姓名：") == "张三"
    assert said(terminal) == "姓名："


def test_nobody_answers_a_pipe() -> None:
    """A pipe is no answer, and nothing is shown."""
    terminal = make_terminal(answers="张三\n")
    assert (terminal.ask("姓名："), said(terminal)) == ("", "")
