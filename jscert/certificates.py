"""The core types that travel through the house, each stage its own frozen type.

RosterRow (roster) → Applicant → Certificate → PrintedPdf → SealedPdf. Nothing here reads a file, a
clock or a setting. The embedded record (`record_of`) is a format and for ever.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jscert.errors import Code

CHINA = timezone(timedelta(hours=8))
"""Every day is one of UTC+08:00, wherever the machine stands."""

RECORD_FORMAT = "jscert-record/1"
RECORD_NAME = "record.json"
TOKEN_NAME = "token.cose"  # noqa: S105 - a file name
MANIFEST_NAME = "manifest.json"
WORKBOOK_NAME = "roster-issued.xlsx"
ARCHIVE_FOLDER = "batches"
"""Where an authority folder keeps its published batches."""


class Sex(StrEnum):
    """Sex as the 17th digit of the identity number says (GB 11643)."""

    MALE = "male"
    FEMALE = "female"


class Act(StrEnum):
    """What can happen to a certificate (苏建教〔2017〕472号 二(一); legal acts kept apart).

    `annul` (撤销: wrongly granted), `withdraw` (吊销: a penalty), `cancel` (注销) are three different acts.
    """

    ISSUE = "issue"
    IMPORT_PAPER = "import-paper"
    CHANGE = "change"
    RENEW = "renew"
    REVIEW = "review"
    REISSUE = "reissue"
    RENUMBER = "renumber"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    CANCEL = "cancel"
    ANNUL = "annul"
    WITHDRAW = "withdraw"
    TRANSFER_OUT = "transfer-out"


REVISING_ACTS = frozenset({Act.CHANGE, Act.RENEW, Act.REVIEW, Act.REISSUE, Act.RENUMBER})
"""Acts that make a new revision of a certificate there is, with a new PDF."""

PRINTED_ACTS = REVISING_ACTS | {Act.ISSUE}
"""Acts that make a PDF for every row."""

ENDING_ACTS = frozenset({Act.CANCEL, Act.ANNUL, Act.WITHDRAW, Act.TRANSFER_OUT})
"""Acts after which a certificate is no longer in force."""

STANDING_ACTS = ENDING_ACTS | {Act.SUSPEND, Act.REINSTATE}
"""Acts that change only whether a certificate is in force: no new revision, no PDF."""


class Medium(StrEnum):
    """What a certificate is made of."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands: file name (no folder), sheet name ("" for none), 1-based row."""

    roster: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One fault (or, in a list of warnings, one remark) about one cell.

    `column` is the column letter ("" when the whole row or sheet is meant); `shown` is the offending
    value, masked where it is personal; `facts` fill the message of `code`.
    """

    place: Place
    column: str
    code: Code
    shown: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSlip:
    """A normalised photo lying in a spool: where, how large, and its SHA-256 (hex) before encryption."""

    offset: int
    length: int
    sha256: str
    width_px: int
    height_px: int
    components: int


NO_PHOTO = PhotoSlip(offset=0, length=0, sha256="", width_px=0, height_px=0, components=0)
"""Stands for the photo of a paper certificate, which nobody sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a roster says of a person's real-name check (苏建教〔2017〕472号 附件1).

    `result` is `passed` or `failed`; `reference` the check's own number ("" if none).
    """

    result: str
    checked_on: date | None
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """A person of a roster who passed every check that needs no history.

    `post_code`/`post` hold the post (site-management) or trade (special-operations); empty for safety.
    `city_code` is two digits ("00" = the department itself).
    """

    kind: str
    name: str
    identity_number: str
    sex: Sex
    birth_on: date
    employer: str
    credit_code: str
    post_code: str
    post: str
    city_code: str
    passed_on: date | None
    photo: PhotoSlip
    place: Place
    verification: Verification | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A numbered revision of a certificate: everything its page, record and token say."""

    number: str
    former_numbers: tuple[str, ...]
    kind: str
    revision: int
    issued_on: date
    first_issued_on: date
    valid_until: date | None
    status_list: int
    status_index: int
    name: str
    sex: Sex
    identity_number: str
    employer: str
    credit_code: str
    post_code: str
    post: str
    photo_sha256: str
    authority: str
    trial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPdf:
    """A printed certificate with an empty signature hole.

    `data[hole_start:hole_end]` are the hex digits between `<` and `>` of /Contents, all `0`.
    The signed bytes are `data[:hole_start - 1]` and `data[hole_end + 1:]`. `prefix` is what `data`
    begins with in every print of the same blank (b"" if unknown), so that it is digested once.
    """

    number: str
    revision: int
    data: bytes
    hole_start: int
    hole_end: int
    prefix: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPdf:
    """A signed certificate; `sha256` is the hex digest of `data`."""

    number: str
    revision: int
    data: bytes
    sha256: str


def mask_identity(identity_number: str) -> str:
    """Show the first 6 and last 4 characters; anything shorter than 12 is hidden whole."""
    if len(identity_number) < 12:
        return "*" * len(identity_number)
    return identity_number[:6] + "*" * (len(identity_number) - 10) + identity_number[-4:]


def mask_all_but(tail: str) -> str:
    """Show the end of an identity number of 18 characters, where no more of it is known."""
    return "*" * 14 + tail


def shown_instant(at: datetime) -> str:
    """Spell an instant for people: the wall clock of UTC+08:00, to the minute."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


_NOT_IN_FILE_NAMES = {ord(c): f"%{ord(c):02X}" for c in (*'%<>:"/\\|?*[]', *map(chr, range(32)))}


def file_name(number: str, revision: int) -> str:
    """Name a certificate's file: legal on every file system, never with a person in it.

    Numbers of old papers are kept as they are; a character no file name may have is spelled `%2F`.
    """
    return f"{number.translate(_NOT_IN_FILE_NAMES)}_r{revision}.pdf"


def record_of(certificate: Certificate) -> bytes:
    """Write the embedded record: JSON, UTF-8, sorted keys, no blanks (format `jscert-record/1`)."""
    c = certificate
    return json.dumps(
        {
            "format": RECORD_FORMAT,
            "number": c.number,
            "former_numbers": list(c.former_numbers),
            "kind": c.kind,
            "revision": c.revision,
            "issued_on": c.issued_on.isoformat(),
            "first_issued_on": c.first_issued_on.isoformat(),
            "valid_until": c.valid_until.isoformat() if c.valid_until else None,
            "status": [c.status_list, c.status_index],
            "name": c.name,
            "sex": c.sex.value,
            "identity_number": c.identity_number,
            "employer": c.employer,
            "credit_code": c.credit_code,
            "post_code": c.post_code,
            "post": c.post,
            "photo_sha256": c.photo_sha256,
            "authority": c.authority,
            "trial": c.trial,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def read_record(data: bytes) -> Certificate:
    """Read an embedded record back; ValueError if it is not exactly what `record_of` writes."""
    try:
        certificate = _certificate_from(json.loads(data))
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("not a record") from fault
    if record_of(certificate) != data:
        raise ValueError("record is not in canonical form")
    return certificate


def _certificate_from(fields: dict[str, Any]) -> Certificate:
    if fields["format"] != RECORD_FORMAT:
        raise ValueError("unknown record format")
    status_list, status_index = fields["status"]
    until = fields["valid_until"]
    return Certificate(
        number=fields["number"],
        former_numbers=tuple(fields["former_numbers"]),
        kind=fields["kind"],
        revision=fields["revision"],
        issued_on=date.fromisoformat(fields["issued_on"]),
        first_issued_on=date.fromisoformat(fields["first_issued_on"]),
        valid_until=date.fromisoformat(until) if until else None,
        status_list=status_list,
        status_index=status_index,
        name=fields["name"],
        sex=Sex(fields["sex"]),
        identity_number=fields["identity_number"],
        employer=fields["employer"],
        credit_code=fields["credit_code"],
        post_code=fields["post_code"],
        post=fields["post"],
        photo_sha256=fields["photo_sha256"],
        authority=fields["authority"],
        trial=fields["trial"],
    )
