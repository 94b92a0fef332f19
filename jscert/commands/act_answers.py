"""What an act's receipt says at the terminal: faults, the changes before → after, and where the files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.certificates import ENDING_ACTS, STANDING_ACTS, Act
from jscert.commands.orders import hint_of
from jscert.messages import act_words as words
from jscert.messages.acts import ACT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jscert.commands.common import Session
    from jscert.presswork.receipt import Receipt

_NO_TABLE = ENDING_ACTS | STANDING_ACTS
_LONGEST_TABLE = 60


def tell(session: Session, receipt: Receipt, *, by_roster: bool) -> None:
    """Tell what came of an act."""
    terminal = session.terminal
    terminal.warnings(receipt.warnings)
    terminal.faults(receipt.rejections)
    terminal.answer(receipt.as_json(hint_of), _headline(receipt, by_roster=by_roster))
    if receipt.stopped:
        return
    rows = list(_changes(receipt))
    if rows and receipt.act not in _NO_TABLE:
        terminal.table(words.CHANGE_HEADINGS, rows[:_LONGEST_TABLE], title=words.CHANGES_TITLE)
    if len(rows) > _LONGEST_TABLE and receipt.act not in _NO_TABLE:
        terminal.say(words.MORE_CHANGES.format(count=len(rows) - _LONGEST_TABLE))


def _changes(receipt: Receipt) -> Iterator[tuple[str, str, str, str]]:
    for change in receipt.changes:
        for field, (before, after) in change.facts.items():
            shown = (before, after)
            if field == "photo":  # its digest says nothing to a reader
                shown = (before and words.OLD_PHOTO, after and words.NEW_PHOTO)
            yield change.number, words.FIELDS[field], *shown


def _headline(receipt: Receipt, *, by_roster: bool) -> str:
    act = ACT_WORDS[receipt.act]
    lines = []
    if receipt.resumed:
        lines.append(words.RESUMED.format(batches="、".join(receipt.resumed)))
    count = len(receipt.certificates)
    if receipt.stopped:
        stopped = words.STOPPED if by_roster else words.STOPPED_NUMBERS
        lines.append(stopped.format(count=len(receipt.rejections), act=act))
    elif receipt.dry_run and count:
        lines.append(words.PLANNED.format(act=act, count=count))
    elif count:
        lines.append(_done(receipt, act, count))
    elif receipt.already:
        lines.append(words.NOTHING_NEW.format(already=len(receipt.already), act=act))
    else:
        lines.append(words.NOTHING)
    if receipt.folder:
        lines.append(words.FOLDER.format(folder=receipt.folder))
    if receipt.rejections and not receipt.stopped:
        rows = len({rejection.place for rejection in receipt.rejections})
        lines.append(words.SKIPPED.format(count=rows))
    return "\n".join(lines)


def _done(receipt: Receipt, act: str, count: int) -> str:
    done = words.IMPORTED if receipt.act is Act.IMPORT_PAPER else words.DONE
    mark = words.TRIAL_MARK if receipt.trial else ""
    return done.format(act=act, count=count, batch=receipt.batch, trial=mark)
