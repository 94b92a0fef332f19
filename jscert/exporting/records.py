"""One certificate as a record of the exchange. Pure.

Names and order of the fields are a format, and for ever; what has no value is null. `certState` of a kind
without public codes is our own word. Not here: which certificates, files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jscert.certificates import Act
from jscert.errors import Code, JscertError
from jscert.families import national
from jscert.numbering import read_number
from jscert.registry.interface import BatchState
from jscert.registry.standing import state_of

if TYPE_CHECKING:
    from datetime import date

    from jscert.families.family import Kind
    from jscert.numbering import ReadNumber
    from jscert.presswork.holders import Held
    from jscert.registry.interface import CertificateEntry, RevisionEntry

Record = dict[str, Any]

_BIRTH = slice(6, 14)
_WHOLE_LENGTH = 18


def record_of(held: Held, kind: Kind, issuer: str, day: date) -> Record:
    """Write a certificate's record as of a day; `issuer` is the authority's credit code ("" for none)."""
    entry, newest, dossier = held.entry, held.newest, held.dossier
    read = read_as(kind, entry.number)
    state = national.MOVED if entry.ended_by is Act.TRANSFER_OUT else state_of(entry, day).value
    is_trade = kind.family == "special-operations"
    return {
        "zzeCertID": _identifier(read, issuer, newest),
        "certNum": entry.number,
        "provinceNum": national.PROVINCE,
        "issuAuth": dossier.authority,
        "issuAuthCode": issuer or None,
        "issuedDate": entry.first_issued_on.isoformat(),
        "issuDate": newest.issued_on.isoformat(),
        "effectiveDate": effective_on(entry).isoformat(),
        "expiringDate": newest.valid_until.isoformat() if newest.valid_until else None,
        "name": dossier.name,
        "gender": national.GENDERS[dossier.sex],
        "birthDate": _birth_date(dossier.identity_number),
        "identityCard": dossier.identity_number,
        "identityCardType": national.paper_type(dossier.identity_number),
        "companyName": dossier.employer or None,
        "creditCode": dossier.credit_code or None,
        "categoryCode": national.category_code(kind, read) or None,
        "operationCategory": dossier.post_code if is_trade else None,
        "categoryDescription": national.trade_description(kind, dossier.post_code, dossier.post)
        or None,
        "certState": national.state_code(kind.family, state),
        "associatedZzeCertID": _associated(kind, issuer, entry, read),
        "kind": kind.id,
        "postCode": dossier.post_code or None,
        "post": dossier.post or None,
        "formerCertNums": list(entry.former_numbers),
        "revision": newest.revision,
        "medium": entry.medium.value,
        "trial": entry.trial,
    }


def read_as(kind: Kind, number: str) -> ReadNumber | None:
    """Read a number as one of its kind's family; None where a paper certificate's has another shape."""
    try:
        return read_number(number, kind.numbers.known)
    except JscertError as error:
        if error.code is not Code.NUMBER_UNREADABLE:
            raise
        return None


def published(entry: CertificateEntry) -> tuple[RevisionEntry, ...]:
    """List a certificate's published revisions, oldest first."""
    return tuple(one for one in entry.revisions if one.batch_state is BatchState.PUBLISHED)


def effective_on(entry: CertificateEntry) -> date:
    """Give the day from which the present end has stood: of issue, or of the last renewal or review."""
    *older, newest = published(entry)
    start = newest
    for one in reversed(older):
        if one.valid_until != newest.valid_until:
            break
        start = one
    return start.issued_on


def _identifier(read: ReadNumber | None, issuer: str, revision: RevisionEntry) -> str | None:
    if read is None or not issuer:
        return None
    return national.identifier_of(read, issuer, revision.revision) or None


def _associated(
    kind: Kind, issuer: str, entry: CertificateEntry, read: ReadNumber | None
) -> str | None:
    """Name the revision that the newest one replaced; `read` is today's number."""
    *older, _ = published(entry)
    if not older:
        return None
    number = older[-1].number or entry.number
    before = read if number == entry.number else read_as(kind, number)
    return _identifier(before, issuer, older[-1])


def _birth_date(identity_number: str) -> str | None:
    digits = identity_number[_BIRTH]
    if len(identity_number) != _WHOLE_LENGTH:
        return None
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
