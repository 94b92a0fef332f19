"""One number with its holder: from the command line, and at a prompt for what is missing there.

A name and the end of an identity number are personal: what is typed at a prompt enters no shell history.
Output: a question for `verifying.holder`. Not here: judging, many questions (`verify_lists`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.messages import words
from jscert.verifying.number import canonical_number
from jscert.verifying.reading import shown_target

if TYPE_CHECKING:
    from jscert.commands.common import Session
    from jscert.verifying.evidence import Evidence
    from jscert.verifying.holder import HolderQuestion


def question_of(
    session: Session, target: str, holder: tuple[str, str], evidence: Evidence
) -> HolderQuestion | None:
    """Make a question of a number, asking for what is missing of its holder where somebody can answer.

    None for what is to be judged without a holder: a target that has none given and is no number, or whose
    number alone is enough because a registry is at hand, or that nobody can ask about.
    """
    name, tail = holder
    needed = evidence.registry is None and evidence.index is not None
    if not any(holder) and not (needed and canonical_number(target, evidence)):
        return None
    name = name or session.terminal.ask(words.ASK_NAME)
    tail = tail or session.terminal.ask(words.ASK_TAIL)
    if not (name or tail):
        return None
    from jscert.verifying.holder import HolderQuestion  # noqa: PLC0415 - most targets have no holder

    return HolderQuestion(target=shown_target(target), number=target, name=name, tail=tail)
