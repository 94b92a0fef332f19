"""The receipt that issuing and acts give back (`jscert-receipt/1`). Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jscert.errors import Exit
from jscert.roster.names import hide_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.certificates import Act, Place, Rejection

RECEIPT_FORMAT = "jscert-receipt/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """One certificate of the receipt; `file` is relative to the receipt's folder, with `/`.

    In a dry run `file` and `sha256` are empty and `number` is the one that would be given.
    """

    number: str
    kind: str
    revision: int
    file: str
    sha256: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyIssued:
    """A row whose person holds this number in force with equal facts: nothing to do.

    `batch` is the one that gave it.
    """

    number: str
    place: Place
    batch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRoster:
    """How a roster stands: its people, those with a fault, all faults, and the workbook that says so.

    `workbook` is "" where none was written.
    """

    roster: str
    rows: int
    faulty: int
    faults: int
    workbook: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the roster as an object of `--json`."""
        return {
            "roster": hide_numbers(self.roster),
            "rows": self.rows,
            "faulty": self.faulty,
            "workbook": self.workbook or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an act changes of a certificate: field → what it says before and after, personal facts masked."""

    number: str
    facts: Mapping[str, tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Give the change as an object of `--json`."""
        told = {name: {"before": old, "after": new} for name, (old, new) in self.facts.items()}
        return {"number": self.number, "facts": told}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The outcome of `issue` or of an act. `resumed` names unfinished batches that this call finished.

    `rosters` tells of each roster how it stands, where there were rejections; `changes` what an act changes
    or, in a dry run, would change.
    """

    act: Act
    batch: str
    folder: str
    resumed: tuple[str, ...]
    trial: bool
    dry_run: bool
    already: tuple[AlreadyIssued, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]
    certificates: tuple[IssuedCertificate, ...]
    stopped: bool
    rosters: tuple[CheckedRoster, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def exit_status(self) -> Exit:
        """3 when rejections left nothing to do, 4 when the rest was done, else 0."""
        done = self.certificates or self.already or self.resumed
        if self.stopped or (self.rejections and not done):
            return Exit.REJECTED
        return Exit.PARTLY if self.rejections else Exit.DONE

    def as_json(self, hint_of: HintOf) -> dict[str, Any]:
        """Give the receipt as the object of `--json` (format `jscert-receipt/1`)."""
        return {
            "format": RECEIPT_FORMAT,
            "act": self.act.value,
            "batch": self.batch or None,
            "folder": self.folder or None,
            "issued": 0 if self.dry_run else len(self.certificates),
            "rejected": len({r.place for r in self.rejections}),
            "resumed": list(self.resumed),
            "trial": self.trial,
            "dry_run": self.dry_run,
            "rosters": [roster.as_json() for roster in self.rosters],
            "already": [already_json(one) for one in self.already],
            "rejections": [fault_json(r, hint_of) for r in self.rejections],
            "warnings": [fault_json(r, hint_of) for r in self.warnings],
            **({"changes": [one.as_json() for one in self.changes]} if self.changes else {}),
            "certificates": [
                {
                    "number": c.number,
                    "kind": c.kind,
                    "revision": c.revision,
                    "file": c.file,
                    "sha256": c.sha256,
                    **_place(c.place),
                }
                for c in self.certificates
            ],
        }


if TYPE_CHECKING:
    from collections.abc import Callable

    HintOf = Callable[[Rejection], str]


def _place(place: Place) -> dict[str, Any]:
    roster, sheet = hide_numbers(place.roster), hide_numbers(place.sheet)
    return {"roster": roster, "sheet": sheet, "row": place.row}


def already_json(already: AlreadyIssued) -> dict[str, Any]:
    """Give a person who holds a certificate already as an object of `--json`."""
    return {"number": already.number, **_place(already.place)}


def fault_json(rejection: Rejection, hint_of: HintOf) -> dict[str, Any]:
    """Give a rejection or a warning as an object of `--json`."""
    return {
        **_place(rejection.place),
        "column": rejection.column,
        "code": rejection.code.value,
        "shown": rejection.shown,
        "hint": hint_of(rejection),
    }
