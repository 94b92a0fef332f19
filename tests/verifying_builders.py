"""Builders for verification tests: registry entries, evidence, offices that sign, sealed certificates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from jscert.batches.manifests import Subject as BatchSubject
from jscert.batches.manifests import manifest_files
from jscert.certificates import Act, Certificate, Medium, Sex, record_of
from jscert.families.catalogue import Catalogue, CatalogueSettings, catalogue
from jscert.numbering import number_key
from jscert.registry.interface import (
    BatchEntry,
    BatchState,
    CertificateEntry,
    ChainHead,
    RevisionEntry,
    ScopeEntry,
)
from jscert.scanning import Scan, Scanner
from jscert.sealing.certificate_making import make_root, make_signing_certificate, years_later
from jscert.sealing.envelopes import pack
from jscert.sealing.file_signer import FileSigner
from jscert.sealing.purposes import SIGNING_PURPOSES, Purpose
from jscert.sealing.signing_certificate import NatureKind, read_certificate
from jscert.sealing.token import Token, sign_token
from jscert.sealing.trust import ListedSigner, TrustFile
from jscert.verifying.evidence import Evidence
from jscert.verifying.status import Statement
from tests.toy_press import sealed_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NUMBER = "苏建安A(2026)0100001"


class BlindScanner(Scanner):
    """Opens nothing, for tests in which pictures play no part."""

    def scan(self, data: bytes) -> Scan:
        """Say that it cannot read it, whatever it is."""
        del data
        return Scan(problem="unreadable")


SCANNER = BlindScanner()
DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


class Ledger:
    """A registry reader over entries given by hand."""

    def __init__(self, *entries: CertificateEntry, former: dict[str, str] | None = None) -> None:
        self._entries = {number_key(entry.number): entry for entry in entries}
        self._former = {number_key(old): new for old, new in (former or {}).items()}

    def find(self, number: str) -> CertificateEntry | None:
        """Look a number up by its key, former numbers included."""
        return self._entries.get(number_key(self._former.get(number_key(number), number)))

    def scopes(self) -> tuple[ScopeEntry, ...]:
        """List no counters."""
        return ()

    def head(self) -> ChainHead:
        """Give the head of an empty chain."""
        return ChainHead(manifest_sequence=0, manifest_sha256="", event_sequence=0, event_sha256="")


def revision_entry(**changes: Any) -> RevisionEntry:
    """Make the first revision, published."""
    usual = {
        "revision": 1,
        "sha256": "aa" * 32,
        "batch": "20261122-abc",
        "batch_state": BatchState.PUBLISHED,
        "issued_on": DAY,
        "valid_until": date(2029, 11, 22),
        "status_list": 0,
        "status_index": 7,
    }
    return RevisionEntry(**{**usual, **changes})


def certificate_entry(**changes: Any) -> CertificateEntry:
    """Make a published certificate in force."""
    usual = {
        "number": NUMBER,
        "kind": "safety-a",
        "row_key": "bb" * 32,
        "medium": Medium.ELECTRONIC,
        "first_issued_on": DAY,
        "suspended": False,
        "ended_by": None,
        "void_reason": "",
        "trial": False,
        "payload": b"",
        "revisions": (revision_entry(),),
    }
    return CertificateEntry(**{**usual, **changes})


def statement(**changes: Any) -> Statement:
    """Make what a PDF says that agrees with `certificate_entry`."""
    usual = {
        "number": NUMBER,
        "kind": "safety-a",
        "revision": 1,
        "issued_on": DAY,
        "valid_until": date(2029, 11, 22),
        "status_list": 0,
        "status_index": 7,
        "trial": False,
        "sha256": "aa" * 32,
    }
    return Statement(**{**usual, **changes})


def evidence(trust: TrustFile | None = None, **changes: Any) -> Evidence:
    """Make evidence; without a trust file only what needs no signature can be judged."""
    usual: dict[str, Any] = {
        "trust": trust,
        "catalogue": catalogue(),
        "registry": Ledger(certificate_entry()),
        "day": DAY,
        "now": NOW,
    }
    return Evidence(**{**usual, **changes})


def owning_catalogue(first: int, last: int) -> Catalogue:
    """Make the catalogue of an authority with a serial range of its own for safety numbers."""
    usual = CatalogueSettings()
    numbering = replace(usual.safety.numbering, serial_range=(first, last))
    return catalogue(replace(usual, safety=replace(usual.safety, numbering=numbering)))


AUTHORITY = "江苏省住房和城乡建设厅"
FOUNDED_AT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """An authority in memory: a signer per purpose and the trust file that lists them."""

    name: str
    signers: dict[Purpose, FileSigner]
    trust: TrustFile

    @property
    def trial(self) -> bool:
        """Tell whether it is a trial authority."""
        return self.trust.trial


def found_office(
    name: str = AUTHORITY,
    nature: NatureKind = NatureKind.OWN_ROOT,
    founded_at: datetime = FOUNDED_AT,
) -> Office:
    """Found an authority: real keys and certificates, no folder."""
    root = make_root(name, nature, founded_at)
    made = {
        purpose: make_signing_certificate(name, nature, purpose, root, founded_at)
        for purpose in SIGNING_PURPOSES
    }
    trust = TrustFile(
        version=1,
        authority=name,
        nature=nature,
        created_at=founded_at,
        expires_at=years_later(founded_at, 3),
        predecessor="",
        root=root.certificate,
        signers=tuple(
            _listed(one.certificate, purpose, name, trial=nature is NatureKind.TRIAL)
            for purpose, one in made.items()
        ),
    )
    signers = {purpose: FileSigner(one.key, one.certificate) for purpose, one in made.items()}
    return Office(name, signers, trust)


def _listed(certificate: bytes, purpose: Purpose, name: str, *, trial: bool) -> ListedSigner:
    facts = read_certificate(certificate)
    return ListedSigner(
        sha256=hashlib.sha256(certificate).hexdigest(),
        certificate=certificate,
        purposes=frozenset({purpose}),
        not_before=facts.key_from,
        not_after=facts.key_until,
        authority=name,
        trial=trial,
    )


def certificate(**changes: Any) -> Certificate:
    """Make the certificate that `certificate_entry` tells of."""
    usual: dict[str, Any] = {
        "number": NUMBER,
        "former_numbers": (),
        "kind": "safety-a",
        "revision": 1,
        "issued_on": DAY,
        "first_issued_on": DAY,
        "valid_until": date(2029, 11, 22),
        "status_list": 0,
        "status_index": 7,
        "name": "王䶮",
        "sex": Sex.FEMALE,
        "identity_number": "320102199003072020",
        "employer": "南京某某建设有限公司",
        "credit_code": "",
        "post_code": "",
        "post": "",
        "photo_sha256": "dd" * 32,
        "authority": AUTHORITY,
        "trial": False,
    }
    return Certificate(**{**usual, **changes})


def token_of(holder: Certificate, **changes: Any) -> Token:
    """Make the token that belongs to a certificate."""
    usual = {
        "number": holder.number,
        "kind": holder.kind,
        "post_code": holder.post_code,
        "revision": holder.revision,
        "status_list": holder.status_list,
        "status_index": holder.status_index,
        "name": holder.name,
        "identity_tail": holder.identity_number[-4:],
        "issued_on": holder.issued_on,
        "valid_until": holder.valid_until,
    }
    return Token(**{**usual, **changes})


def issue(
    office: Office,
    holder: Certificate,
    token: Token | None = None,
    token_office: Office | None = None,
    sealed_at: datetime = NOW,
) -> bytes:
    """Seal a certificate with its token (or another one, or another office's)."""
    cose = sign_token(token or token_of(holder), (token_office or office).signers[Purpose.TOKEN])
    return sealed_pdf(record_of(holder), cose, sealed_at, office.signers[Purpose.PDF])


def ledger_for(*pdfs: bytes, **changes: Any) -> Ledger:
    """Make a registry that knows these files as revisions 1, 2, … of the usual certificate."""
    revisions = tuple(
        revision_entry(revision=place, sha256=hashlib.sha256(pdf).hexdigest())
        for place, pdf in enumerate(pdfs, start=1)
    )
    return Ledger(certificate_entry(revisions=revisions, **changes))


def batch_entry(**changes: Any) -> BatchEntry:
    """Make a sealed batch of the day."""
    usual: dict[str, Any] = {
        "batch": "20261122-abc",
        "act": Act.ISSUE,
        "state": BatchState.SEALED,
        "opened_at": NOW,
        "dated_on": DAY,
        "settings_digest": "",
        "trial": False,
        "spool_sha256": "",
        "row_count": 1,
        "sealed_at": NOW,
        "published_at": None,
        "before": None,
        "closing": None,
        "ground": "",
        "draws": (),
    }
    return BatchEntry(**{**usual, **changes})


def write_batch(
    folder: Path,
    office: Office,
    files: Mapping[str, bytes],
    *,
    purpose: Purpose = Purpose.MANIFEST,
    sealed_at: datetime = NOW,
    trial: bool | None = None,
) -> Path:
    """Write a batch folder as a press would leave it: PDFs, signed manifest, returned workbook."""
    head = Ledger().head()
    subjects = [
        BatchSubject(name=name, sha256=hashlib.sha256(data).hexdigest())
        for name, data in files.items()
    ]
    entry = batch_entry(trial=office.trial if trial is None else trial)
    made = manifest_files(entry, head, "ee" * 32, sealed_at, subjects)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in (*files.items(), *made.parts):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    signed = pack("application/vnd.in-toto+json", made.payload, office.signers[purpose])
    (folder / "manifest.json").write_bytes(signed)
    (folder / "roster-issued.xlsx").write_bytes(b"PK")
    return folder
