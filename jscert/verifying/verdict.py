"""What a verification says: verdicts, findings, standings, and the JSON `jscert-verdict/1`.

Promise: a verdict is never better than its evidence. Nobody sets a standing: it is read off the
findings, each of which implies one or none, and `valid` needs a finding that proves it (`_PROOFS`).
Intact, current, in date and status are answers of their own and kept apart in the findings.

Findings come from those who judge (`pdf`, `qr`, `signers`, `status`, …); verdicts go to `report`.
Not here: reading any evidence, Chinese text (that is `messages`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from jscert.errors import Code, Exit
from jscert.messages import explain
from jscert.messages.verifying import FIELDS, OTHER_REASON, REASONS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from jscert.certificates import Medium

VERDICT_FORMAT = "jscert-verdict/1"


class Standing(StrEnum):
    """The one word of a verdict; the first that holds, in this order."""

    NOT_GENUINE = "not_genuine"
    ANNULLED = "annulled"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    UNDETERMINED = "undetermined"
    TRIAL = "trial"
    VALID = "valid"


_ORDER = {standing: place for place, standing in enumerate(Standing)}


class Subject(StrEnum):
    """What was judged."""

    PDF = "pdf"
    QR = "qr"
    PICTURE = "picture"
    NUMBER = "number"
    FOLDER = "folder"
    OTHER = "other"


class Weight(StrEnum):
    """How much a finding matters to the reader."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found out. `implies` is the standing it leads to (None: it only informs)."""

    code: Code
    weight: Weight
    implies: Standing | None
    facts: Mapping[str, object]

    @property
    def detail(self) -> str:
        """The finding in words, from the reason table."""
        return explain(self.code, self._worded()).text

    @property
    def hint(self) -> str:
        """What to do next, "" if nothing."""
        return explain(self.code, self._worded()).hint

    def _worded(self) -> dict[str, object]:
        """Name fields and reasons in the reader's words."""
        facts = dict(self.facts)
        if "field" in facts:
            facts["field"] = FIELDS.get(str(facts["field"]), facts["field"])
        if "reason" in facts:
            facts["reason"] = REASONS.get(str(facts["reason"]), OTHER_REASON)
        if "newest" in facts:
            known = "newer" if facts["newest"] else "newer_unknown"
            issued_on = facts.get("newest_issued_on", "")
            facts["newest"] = WORDS[known].format(
                newest=facts["newest"], newest_issued_on=issued_on
            )
        return facts


_NO = (Weight.ERROR, Standing.NOT_GENUINE)
_CANNOT_TELL = (Weight.WARNING, Standing.UNDETERMINED)
_REMARK = (Weight.WARNING, None)
_INFORMS = (Weight.NOTICE, None)
_MEANINGS: dict[Code, tuple[Weight, Standing | None]] = {
    Code.TARGET_UNREADABLE: _CANNOT_TELL,
    Code.TARGET_UNKNOWN: _CANNOT_TELL,
    Code.NUMBER_UNREADABLE: _CANNOT_TELL,
    Code.PDF_NOT_OURS: _NO,
    Code.PDF_STRUCTURE: _NO,
    Code.PDF_BYTES_CHANGED: _NO,
    Code.PDF_SIGNATURE_FORM: _NO,
    Code.SIGNER_UNLISTED: _NO,
    Code.SIGNER_PERIOD: _NO,
    Code.SIGNER_PURPOSE: _NO,
    Code.SIGNER_ENDED: _CANNOT_TELL,
    Code.TRUST_STALE: _CANNOT_TELL,
    Code.RECORD_DISAGREES: _NO,
    Code.TOKEN_DISAGREES: _NO,
    Code.TOKEN_SIGNATURE: _NO,
    Code.TOKEN_KEY_UNKNOWN: _CANNOT_TELL,
    Code.TOKEN_FORM: _NO,
    Code.REGISTRY_DISAGREES: _NO,
    Code.NUMBER_NEVER_GIVEN: _NO,
    Code.NUMBER_NOT_COVERED: _CANNOT_TELL,
    Code.NUMBER_VOID: _NO,
    Code.NUMBER_RENUMBERED: _INFORMS,
    Code.NUMBER_ONLY: _INFORMS,
    Code.CERTIFICATE_EXPIRED: (Weight.ERROR, Standing.EXPIRED),
    Code.CERTIFICATE_SUPERSEDED: (Weight.ERROR, Standing.SUPERSEDED),
    Code.CERTIFICATE_SUSPENDED: (Weight.ERROR, Standing.SUSPENDED),
    Code.CERTIFICATE_CANCELLED: (Weight.ERROR, Standing.CANCELLED),
    Code.CERTIFICATE_ANNULLED: (Weight.ERROR, Standing.ANNULLED),
    Code.CERTIFICATE_WITHDRAWN: (Weight.ERROR, Standing.WITHDRAWN),
    Code.CERTIFICATE_TRIAL: (Weight.WARNING, Standing.TRIAL),
    Code.STATUS_UNKNOWN: _CANNOT_TELL,
    Code.STATUS_FROM_REGISTRY: _INFORMS,
    Code.STATUS_FROM_LIST: _INFORMS,
    Code.STATUS_OLD: _REMARK,
    Code.STATUS_LAPSED: _CANNOT_TELL,
    Code.STATUS_NOT_COVERED: _CANNOT_TELL,
    Code.STATUS_AFTER_END: _CANNOT_TELL,
    Code.NOT_YET_VALID: _CANNOT_TELL,
    Code.COMPARE_PERSON: _INFORMS,
    Code.CERTIFICATE_OF_PAPER: _INFORMS,
    Code.FILE_MISSING: _NO,
    Code.FILE_EXTRA: _NO,
    Code.FILE_DIFFERS: _NO,
    Code.FILE_NAME_DIFFERS: _REMARK,
    Code.FILE_UNLISTED: _REMARK,
    Code.PICTURE_READ: _INFORMS,
    Code.PICTURE_NO_CODE: _CANNOT_TELL,
    Code.PICTURE_OTHER_CODES: _CANNOT_TELL,
    Code.PICTURE_TWO_CODES: _CANNOT_TELL,
    Code.PICTURE_PAGES_LEFT: _REMARK,
    Code.HOLDER_AGREES: _INFORMS,
    Code.HOLDER_DIFFERS: _NO,
    Code.HOLDER_NOT_COMPARED: _CANNOT_TELL,
    Code.HOLDER_NOT_FOUND: _CANNOT_TELL,
    Code.HOLDER_NEEDED: _CANNOT_TELL,
    Code.HOLDER_INCOMPLETE: _CANNOT_TELL,
    Code.FOLDER_WITHOUT_MANIFEST: _CANNOT_TELL,
    Code.FOLDER_COMPLETE: _INFORMS,
    Code.NOT_PUBLISHED: _CANNOT_TELL,
    Code.TRIAL_ALLOWED: _INFORMS,
    Code.MANIFEST_UNREADABLE: _CANNOT_TELL,
    Code.MANIFEST_SIGNATURE: _NO,
}
_PROOFS = frozenset({Code.STATUS_FROM_REGISTRY, Code.STATUS_FROM_LIST, Code.FOLDER_COMPLETE})


def finding(code: Code, /, implies: Standing | None = None, **facts: object) -> Finding:
    """Make a finding with the meaning its code has; `implies` overrides the standing it leads to."""
    weight, usual = _MEANINGS[code]
    if implies is Standing.UNDETERMINED:
        weight = Weight.WARNING
    return Finding(code=code, weight=weight, implies=implies or usual, facts=facts)


def decide(findings: Iterable[Finding]) -> Standing:
    """Read the standing off the findings; without a proof it is never better than undetermined."""
    found = tuple(findings)
    proven = any(item.code in _PROOFS for item in found)
    implied = [item.implies for item in found if item.implies is not None]
    implied.append(Standing.VALID if proven else Standing.UNDETERMINED)
    return min(implied, key=_ORDER.__getitem__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a document says of itself; None and "" where it does not say (or may not be believed).

    `kind_name` names the kind for people; the kind's id where this version does not know it.
    """

    number: str = ""
    kind: str = ""
    kind_name: str = ""
    name: str = ""
    post: str = ""
    identity_masked: str = ""
    revision: int | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    medium: Medium | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerShown:
    """Who signed: the authority's name in the trust file, hex SHA-256 of the certificate."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The whole answer about one target.

    `intact`: signed by a listed signer and not altered (None: no evidence either way). It says
    nothing about dates or status. `status_as_of`: the instant the status evidence speaks for.
    `trial_allowed` changes the exit status only, never the standing.
    """

    target: str
    subject: Subject
    claim: Claim = field(default_factory=Claim)
    intact: bool | None = None
    signer: SignerShown | None = None
    trial: bool | None = None
    status_as_of: datetime | None = None
    judged_on: date
    findings: tuple[Finding, ...]
    trial_allowed: bool = False

    @property
    def standing(self) -> Standing:
        """The first standing that holds."""
        return decide(self.findings)

    @property
    def genuine(self) -> bool | None:
        """True, False, or None where nobody can tell."""
        return False if self.standing is Standing.NOT_GENUINE else self.intact

    @property
    def exit_status(self) -> Exit:
        """The exit status that this verdict alone would give."""
        match self.standing:
            case Standing.VALID:
                return Exit.DONE
            case Standing.TRIAL if self.trial_allowed:
                return Exit.DONE
            case Standing.UNDETERMINED:
                return Exit.UNKNOWN
            case _:
                return Exit.NO

    def finding(self, *codes: Code) -> Finding | None:
        """Give the first finding that has one of these codes."""
        return next((item for item in self.findings if item.code in codes), None)


_WORST_FIRST = (Exit.DEFECT, Exit.SETUP, Exit.REGISTRY, Exit.NO, Exit.UNKNOWN, Exit.DONE)


def worst(statuses: Iterable[Exit]) -> Exit:
    """Join the exit statuses of several targets: the worst of 70 > 5 > 6 > 1 > 7 > 0."""
    return min(statuses, key=_WORST_FIRST.index, default=Exit.DONE)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Give one entry of `results` in `jscert-verdict/1`; null where nothing is known."""
    claim, signer = verdict.claim, verdict.signer
    return {
        "target": verdict.target,
        "standing": verdict.standing.value,
        "genuine": verdict.genuine,
        "number": claim.number or None,
        "kind": claim.kind or None,
        "name": claim.name or None,
        "post": claim.post or None,
        "identity_masked": claim.identity_masked or None,
        "revision": claim.revision,
        "issued_on": claim.issued_on.isoformat() if claim.issued_on else None,
        "valid_until": claim.valid_until.isoformat() if claim.valid_until else None,
        "status_as_of": _instant(verdict.status_as_of),
        "medium": claim.medium.value if claim.medium else None,
        "signer": {"name": signer.name, "sha256": signer.sha256} if signer else None,
        "trial": verdict.trial,
        "findings": [
            {"code": item.code.value, "weight": item.weight.value, "detail": item.detail}
            for item in verdict.findings
        ],
    }


def report_json(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the one object that `verify --json` prints."""
    return {"format": VERDICT_FORMAT, "results": list(results)}


def _instant(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
