"""A verdict in lines for people: a headline, one line per separate answer, then what to do.

Values in, values out: lines carry a tone, the terminal chooses colours. Words come from `messages`.
Not here: judging, printing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jscert.errors import Code
from jscert.messages.verifying import STANDINGS, WORDS
from jscert.verifying.verdict import Standing, Subject, Weight

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable

    from jscert.verifying.verdict import Claim, Finding, Verdict


class Tone(StrEnum):
    """How a line should feel."""

    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"
    CAUTION = "caution"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `label` is "" for headlines."""

    label: str
    text: str
    tone: Tone


_LONGEST_SHOWN = 120
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARKS = {Tone.GOOD: "✓", Tone.BAD: "✗", Tone.UNSURE: "?", Tone.CAUTION: "○"}
_TONES = {
    Standing.VALID: Tone.GOOD,
    Standing.TRIAL: Tone.CAUTION,
    Standing.UNDETERMINED: Tone.UNSURE,
}
_WEIGHT_TONES = {
    Weight.ERROR: Tone.BAD,
    Weight.WARNING: Tone.UNSURE,
    Weight.NOTICE: Tone.QUIET,
}
_STATUS_WORDS = {
    Code.CERTIFICATE_ANNULLED: "status_annulled",
    Code.CERTIFICATE_WITHDRAWN: "status_withdrawn",
    Code.CERTIFICATE_CANCELLED: "status_cancelled",
    Code.CERTIFICATE_SUSPENDED: "status_suspended",
    Code.STATUS_UNKNOWN: "status_unknown",
}
_STATUS_SOURCES = (Code.STATUS_FROM_REGISTRY, Code.STATUS_FROM_LIST, Code.STATUS_LAPSED)
_NOT_SIGNED = {
    Code.PDF_NOT_OURS: "unsigned",
    Code.TOKEN_FORM: "unsigned_token",
    Code.SIGNER_UNLISTED: "untrusted",
    Code.HOLDER_DIFFERS: "holder_differs",
}
# What the separate answers already say; of these only the hint is shown again.
_ANSWERED = frozenset(
    {
        *_STATUS_WORDS,
        Code.CERTIFICATE_EXPIRED,
        Code.CERTIFICATE_SUPERSEDED,
        Code.NOT_YET_VALID,
        Code.STATUS_FROM_REGISTRY,
        Code.STATUS_FROM_LIST,
        Code.FOLDER_COMPLETE,
    }
)


def render_verdict(verdict: Verdict, *, hints: bool = True) -> tuple[Line, ...]:
    """Give the whole answer: headline, separate answers, findings, and what to do."""
    answers: tuple[Line, ...] = ()
    if verdict.subject is Subject.FOLDER:
        answers = _folder_answers(verdict)
    elif verdict.claim.number:
        answers = _answers(verdict)
    elif verdict.subject in {Subject.PDF, Subject.QR, Subject.PICTURE}:
        answers = (_genuine(verdict),)
    advice = render_hints((verdict,)) if hints else ()
    return (headline(verdict), *answers, *_found(verdict), *advice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The separate answers in words, for a table; "" where there are none."""

    genuine: str = ""
    revision: str = ""
    status: str = ""


def render_answers(verdict: Verdict) -> Answers:
    """Give the answers as words."""
    if verdict.subject is Subject.FOLDER or verdict.subject is Subject.OTHER:
        return Answers()
    genuine = _genuine(verdict).text
    if not verdict.claim.number:
        return Answers(genuine=genuine)
    status = WORDS[_status_word(verdict)]
    return Answers(genuine=genuine, revision=_revision(verdict).text, status=status)


def render_brief(verdict: Verdict) -> Line:
    """Give one line for a list: the headline, and why where it is not good."""
    head = headline(verdict)
    why = next((item.detail for item in verdict.findings if _decides(item, verdict)), "")
    return Line(head.label, f"{head.text}  {why}".rstrip(), head.tone)


def render_count(verdicts: Counter[Standing]) -> Line:
    """Give one line that sums a list up."""
    parts = [
        WORDS["count_part"].format(standing=STANDINGS[standing.value], count=verdicts[standing])
        for standing in Standing
        if verdicts[standing]
    ]
    text = WORDS["count"].format(count=verdicts.total(), parts=WORDS["comma"].join(parts))
    return Line("", text, Tone.PLAIN)


def headline(verdict: Verdict) -> Line:
    """Give the one line that also stands for the verdict in a long list."""
    standing = verdict.standing
    tone = _TONES.get(standing, Tone.BAD)
    if verdict.subject is Subject.FOLDER:
        return Line("", f"{headline_word(verdict)}  {verdict.target}", tone)
    claim = verdict.claim
    who = [claim.number, claim.name] if claim.number else [_short(verdict.target)]
    return Line("", "  ".join([headline_word(verdict), *filter(None, who)]), tone)


def headline_word(verdict: Verdict) -> str:
    """Give the verdict's standing as its subject has it."""
    if verdict.subject is Subject.FOLDER:
        return WORDS[_folder_word(verdict.standing)]
    word = STANDINGS[verdict.standing.value]
    told_no = verdict.standing is Standing.NOT_GENUINE
    if verdict.subject is Subject.NUMBER and verdict.status_as_of and not told_no:
        return WORDS["registered"].format(standing=word)  # no document was seen
    return word


def _folder_word(standing: Standing) -> str:
    known = {Standing.VALID, Standing.TRIAL, Standing.UNDETERMINED}
    return f"folder_{standing.value if standing in known else Standing.NOT_GENUINE.value}"


def _folder_answers(verdict: Verdict) -> tuple[Line, ...]:
    complete = verdict.finding(Code.FOLDER_COMPLETE)
    if complete is None:
        return ()
    return (Line(WORDS["label_manifest"], complete.detail, Tone.GOOD),)


def _answers(verdict: Verdict) -> tuple[Line, ...]:
    claim = verdict.claim
    holder = "  ".join(filter(None, (claim.kind_name, claim.post, claim.identity_masked)))
    if verdict.subject in {Subject.QR, Subject.PICTURE}:
        who = _page_says(claim)
    else:
        who = (Line(WORDS["label_holder"], holder, Tone.PLAIN),) if holder else ()
    return (
        *who,
        _genuine(verdict),
        _revision(verdict),
        _dates(verdict),
        _status(verdict),
    )


def _page_says(claim: Claim) -> tuple[Line, ...]:
    """List what the page around a QR code must say, as its forms say it, for comparison by eye."""
    facts = {
        "number": claim.number,
        "name": claim.name,
        "tail": claim.identity_masked.lstrip("*"),
        "kind_name": claim.kind_name,
        "post": claim.post,
        "issued_on": claim.issued_on,
        "valid_until": claim.valid_until,
    }
    words = ("number", "name", "tail", "kind", "post", "issued", "until")
    said = zip(words, facts.items(), strict=True)
    return tuple(
        Line(WORDS["label_paper"], WORDS[f"paper_{word}"].format(**{fact: value}), Tone.PLAIN)
        for word, (fact, value) in said
        if value
    )


def _genuine(verdict: Verdict) -> Line:
    label = WORDS["label_genuine"]
    if verdict.genuine is False:
        why = next((word for code, word in _NOT_SIGNED.items() if verdict.finding(code)), "altered")
        return Line(label, WORDS[why], Tone.BAD)
    if verdict.genuine and verdict.signer:
        is_file = verdict.subject not in {Subject.QR, Subject.PICTURE}
        word = WORDS["intact_signed" if is_file else "intact_token"]
        return Line(label, word.format(signer=verdict.signer.name), Tone.GOOD)
    if verdict.subject is Subject.NUMBER and verdict.status_as_of:
        return Line(label, WORDS["number_known"], Tone.UNSURE)
    return Line(label, WORDS["genuine_unknown"], Tone.UNSURE)


def _revision(verdict: Verdict) -> Line:
    label, revision = WORDS["label_revision"], verdict.claim.revision
    if revision is None:
        return Line(label, WORDS["revision_none"], Tone.UNSURE)
    newer = verdict.finding(Code.CERTIFICATE_SUPERSEDED)
    if newer:
        newest = newer.facts["newest"]
        word = "revision_old" if newest else "revision_replaced"
        return Line(label, WORDS[word].format(revision=revision, newest=newest), Tone.BAD)
    if _knows_newest(verdict):
        return Line(label, WORDS["revision_current"].format(revision=revision), Tone.GOOD)
    return Line(label, WORDS["revision_unknown"].format(revision=revision), Tone.UNSURE)


def _knows_newest(verdict: Verdict) -> bool:
    """Tell whether the newest revision is known: status lists forget it after the printed end."""
    if verdict.finding(Code.STATUS_FROM_LIST):
        return verdict.finding(Code.CERTIFICATE_EXPIRED) is None
    return verdict.finding(Code.STATUS_FROM_REGISTRY) is not None


def _dates(verdict: Verdict) -> Line:
    claim = verdict.claim
    word, tone = "dates_in", Tone.GOOD
    if claim.issued_on is None:
        word, tone = "dates_none", Tone.UNSURE
    elif verdict.finding(Code.CERTIFICATE_EXPIRED):
        word, tone = "dates_over", Tone.BAD
    elif verdict.finding(Code.NOT_YET_VALID):
        word, tone = "dates_early", Tone.UNSURE
    elif claim.valid_until is None:
        word = "dates_open"
    text = WORDS[word].format(
        issued_on=claim.issued_on, valid_until=claim.valid_until, day=verdict.judged_on
    )
    return Line(WORDS["label_dates"], text, tone)


def _status(verdict: Verdict) -> Line:
    label, word = WORDS["label_status"], _status_word(verdict)
    known = verdict.finding(*_STATUS_SOURCES)
    if known is None or word == "status_unknown":
        return Line(label, WORDS["status_unknown"], Tone.UNSURE)
    text = WORDS["as_of"].format(status=WORDS[word], as_of=known.facts["as_of"])
    return Line(label, text, Tone.GOOD if word == "status_valid" else Tone.BAD)


def _status_word(verdict: Verdict) -> str:
    found = next((code for code in _STATUS_WORDS if verdict.finding(code)), None)
    known = verdict.finding(*_STATUS_SOURCES)
    if known is None or (known.implies and not found):
        return "status_unknown"
    return _STATUS_WORDS[found] if found else "status_valid"


def _found(verdict: Verdict) -> tuple[Line, ...]:
    return tuple(
        Line(
            WORDS["label_finding"], f"{item.detail} [{item.code.value}]", _WEIGHT_TONES[item.weight]
        )
        for item in verdict.findings
        if item.code not in _ANSWERED or not verdict.claim.number
        if item.code is not Code.FOLDER_COMPLETE
    )


def render_hints(verdicts: Iterable[Verdict]) -> tuple[Line, ...]:
    """Say what to do, each thing once."""
    hints = dict.fromkeys(
        item.hint for one in verdicts for item in one.findings if _advises(item, one)
    )
    return tuple(Line(WORDS["label_hint"], hint, Tone.QUIET) for hint in hints if hint)


def _decides(item: Finding, verdict: Verdict) -> bool:
    """Tell whether a finding made the standing what it is, or is a remark nobody should miss."""
    standing = verdict.standing
    remark = item.implies is None and item.weight is Weight.WARNING
    return remark or (item.implies is standing and standing is not Standing.TRIAL)


def _advises(item: Finding, verdict: Verdict) -> bool:
    """Leave out advice on what was allowed, or on one half of the evidence where the other says no."""
    if item.implies is Standing.TRIAL and verdict.trial_allowed:
        return False
    told_no = verdict.standing is Standing.NOT_GENUINE
    return not told_no or item.implies is Standing.NOT_GENUINE


def plain_text(lines: Iterable[Line], paint: Callable[[str, Tone], str]) -> str:
    """Lay lines out as text; `paint` colours a piece by its tone (or leaves it alone)."""
    return "\n".join(_laid_out(line, paint) for line in lines)


def _laid_out(line: Line, paint: Callable[[str, Tone], str]) -> str:
    text = visible(line.text)
    if line.label:
        return f"  {paint(line.label, Tone.QUIET)}  {paint(text, line.tone)}"
    mark = _MARKS.get(line.tone)
    return paint(f"{mark} {text}" if mark else text, line.tone)


def visible(text: str) -> str:
    """Show what cannot be seen as U+FFFD: a file's name must not draw lines or colours of its own."""
    return "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in text)


def _short(text: str) -> str:
    """Cut a target that nobody reads to its end, such as a QR code's digits."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
