"""Numbers with their holders out of a roster: columns for number, name and identity number or its last six.

Output: questions for `verifying.holder`. Not here: judging, a single question
(`verify_holder`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.commands.folders import settings_of
from jscert.commands.orders import require_files
from jscert.errors import Code, JscertError
from jscert.messages.verifying import WORDS
from jscert.roster import columns
from jscert.roster.cells import tidy
from jscert.roster.files import read_roster
from jscert.roster.reading import rows_of
from jscert.verifying.holder import HolderQuestion
from jscert.verifying.reading import shown_target

if TYPE_CHECKING:
    from pathlib import Path

    from jscert.commands.common import Session
    from jscert.roster.reading import RosterRow
    from jscert.verifying.evidence import Evidence


def read_questions(session: Session, path: Path, evidence: Evidence) -> list[HolderQuestion]:
    """Read a roster's questions, row by row; raises what reading rosters raises, for its first fault."""
    require_files([path])
    home = session.checking_home()
    reading = rows_of(
        read_roster(path),
        evidence.catalogue,
        synonyms=settings_of(home).synonyms if home else None,
        needed=columns.BY_NUMBER,
    )
    for fault in reading.rejections:
        place = fault.place
        where = {"roster": place.roster, "sheet": place.sheet, "row": str(place.row)}
        raise JscertError(fault.code, **{**where, **fault.facts, "shown": fault.shown})
    asked = map(_question, reading.rows)
    questions = [one for one in asked if one.number or one.name or one.tail.strip()]
    if not questions:
        raise JscertError(Code.ROSTER_EMPTY, roster=path.name)
    return questions


def _question(row: RosterRow) -> HolderQuestion:
    number = tidy(row.text(columns.NUMBER))
    place = row.place
    target = WORDS["row"].format(
        roster=place.roster, sheet=place.sheet, row=place.row, number=number
    )
    return HolderQuestion(
        target=shown_target(target),
        number=number,
        name=tidy(row.text(columns.NAME)),
        tail=row.text(columns.IDENTITY) or row.text(columns.IDENTITY_TAIL),
    )
