"""What the registry keeps, sealed, of one row: the holder's facts, the photo's place, the sent cells.

The dossier is the plaintext of `ReservedRow.payload`. Its JSON is a format (`jscert-dossier/1`) and
for ever: events carry it encrypted, and acts years later read the holder's facts from it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jscert.certificates import Applicant, Certificate, PhotoSlip, Sex, Verification

if TYPE_CHECKING:
    from jscert.identity import Vault
    from jscert.registry.interface import ReservedRow

_FORMAT = "jscert-dossier/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The facts of one holder as the roster gave them, and `header`/`cells` as they were sent.

    `verification` is the real-name check the roster told of, if it did.
    """

    name: str
    sex: Sex
    identity_number: str
    employer: str
    credit_code: str
    post_code: str
    post: str
    city_code: str
    passed_on: date | None
    authority: str
    trial: bool
    photo: PhotoSlip
    header: tuple[str, ...]
    cells: tuple[str, ...]
    verification: Verification | None = None


def dossier_of(
    applicant: Applicant,
    *,
    authority: str,
    trial: bool,
    header: tuple[str, ...],
    cells: tuple[str, ...],
) -> Dossier:
    """Collect what is to be kept of an applicant."""
    return Dossier(
        name=applicant.name,
        sex=applicant.sex,
        identity_number=applicant.identity_number,
        employer=applicant.employer,
        credit_code=applicant.credit_code,
        post_code=applicant.post_code,
        post=applicant.post,
        city_code=applicant.city_code,
        passed_on=applicant.passed_on,
        authority=authority,
        trial=trial,
        photo=applicant.photo,
        header=header,
        cells=cells,
        verification=applicant.verification,
    )


def write_dossier(dossier: Dossier) -> bytes:
    """Write a dossier as JSON (UTF-8, sorted keys)."""
    photo = dossier.photo
    fields = {
        "format": _FORMAT,
        "name": dossier.name,
        "sex": dossier.sex.value,
        "identity_number": dossier.identity_number,
        "employer": dossier.employer,
        "credit_code": dossier.credit_code,
        "post_code": dossier.post_code,
        "post": dossier.post,
        "city_code": dossier.city_code,
        "passed_on": dossier.passed_on.isoformat() if dossier.passed_on else None,
        "authority": dossier.authority,
        "trial": dossier.trial,
        "photo": {
            "offset": photo.offset,
            "length": photo.length,
            "sha256": photo.sha256,
            "width_px": photo.width_px,
            "height_px": photo.height_px,
            "components": photo.components,
        },
        "header": dossier.header,
        "cells": dossier.cells,
        **_written_verification(dossier.verification),
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _written_verification(told: Verification | None) -> dict[str, object]:
    """Write the real-name check; nothing where there was none, so that such dossiers stay as they were."""
    if told is None:
        return {}
    day = told.checked_on.isoformat() if told.checked_on else None
    return {"verification": {"result": told.result, "on": day, "reference": told.reference}}


def _read_verification(told: dict[str, str | None] | None) -> Verification | None:
    if told is None:
        return None
    day = told["on"]
    return Verification(
        result=str(told["result"]),
        checked_on=date.fromisoformat(day) if day else None,
        reference=str(told["reference"]),
    )


def read_dossier(data: bytes) -> Dossier:
    """Read what `write_dossier` wrote; ValueError on another format."""
    fields = json.loads(data)
    if fields.pop("format") != _FORMAT:
        raise ValueError("not a dossier")
    passed_on = fields.pop("passed_on")
    return Dossier(
        sex=Sex(fields.pop("sex")),
        passed_on=date.fromisoformat(passed_on) if passed_on else None,
        verification=_read_verification(fields.pop("verification", None)),
        photo=PhotoSlip(**fields.pop("photo")),
        header=tuple(map(sys.intern, fields.pop("header"))),
        cells=tuple(fields.pop("cells")),
        **fields,
    )


def seal_dossier(vault: Vault, dossier: Dossier, batch: str, row_key: str) -> bytes:
    """Seal a dossier as the payload of a batch's row."""
    return vault.seal(write_dossier(dossier), ("rows", batch, row_key))


def open_dossier(vault: Vault, payload: bytes, batch: str, row_key: str) -> Dossier:
    """Open the payload of a batch's row; `SEALED_VALUE`."""
    return read_dossier(vault.open(payload, ("rows", batch, row_key)))


def certificate_of(row: ReservedRow, dossier: Dossier) -> Certificate:
    """Join a numbered row and its dossier to the certificate they mean."""
    return Certificate(
        number=row.number,
        former_numbers=row.former_numbers,
        kind=row.kind,
        revision=row.revision,
        issued_on=row.issued_on,
        first_issued_on=row.first_issued_on,
        valid_until=row.valid_until,
        status_list=row.status_list,
        status_index=row.status_index,
        name=dossier.name,
        sex=dossier.sex,
        identity_number=dossier.identity_number,
        employer=dossier.employer,
        credit_code=dossier.credit_code,
        post_code=dossier.post_code,
        post=dossier.post,
        photo_sha256=dossier.photo.sha256,
        authority=dossier.authority,
        trial=dossier.trial,
    )
