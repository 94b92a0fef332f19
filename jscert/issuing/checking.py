"""Checking: everything `issue` would do to rosters before it reserves, and the faults sent back.

Input: an order, and history where there is an authority. Output: `CheckReport` (`jscert-check/1`), and a
marked workbook for each roster with something to say. Takes no lock, reserves nothing, keeps no photo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jscert.batches import DiscardingSpool
from jscert.certificates import CHINA
from jscert.errors import Exit
from jscert.families.family import check_issue_date
from jscert.issuing.examining import examine
from jscert.issuing.returning import return_rosters, standing_of
from jscert.presswork.receipt import already_json, fault_json

if TYPE_CHECKING:
    from datetime import datetime

    from jscert.certificates import Rejection
    from jscert.families.catalogue import Catalogue
    from jscert.issuing.examining import History
    from jscert.issuing.orders import IssueOrder
    from jscert.presswork.office import Progress
    from jscert.presswork.receipt import AlreadyIssued, CheckedRoster, HintOf
    from jscert.roster.limits import OrderRules

CHECK_FORMAT = "jscert-check/1"
_ANY_GROUND = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What came of it. `compared`: the people were held against a registry."""

    rosters: tuple[CheckedRoster, ...]
    compared: bool
    already: tuple[AlreadyIssued, ...]
    rejections: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]

    @property
    def exit_status(self) -> Exit:
        """3 for any fault, else 0."""
        return Exit.REJECTED if self.rejections else Exit.DONE

    def as_json(self, hint_of: HintOf) -> dict[str, Any]:
        """Give the report as the object of `--json` (format `jscert-check/1`)."""
        return {
            "format": CHECK_FORMAT,
            "rosters": [roster.as_json() for roster in self.rosters],
            "compared": self.compared,
            "rejections": [fault_json(r, hint_of) for r in self.rejections],
            "warnings": [fault_json(r, hint_of) for r in self.warnings],
            "already": [already_json(one) for one in self.already],
        }


def check(
    order: IssueOrder,
    house: tuple[Catalogue, History | None, datetime],
    rules: OrderRules,
    progress: Progress,
) -> CheckReport:
    """Check rosters. `house`: the catalogue, what is known of people from before, and the present.

    A dry run writes no workbook. Raises `JscertError` for what concerns the whole order.
    """
    catalogue, history, now = house
    today = now.astimezone(CHINA).date()
    check_issue_date(order.dated_on, today=today, ground=order.ground or _ANY_GROUND)
    found = examine(order, catalogue, rules, (history, DiscardingSpool()), progress)
    rosters = standing_of(found)
    warnings: tuple[Rejection, ...] = ()
    if not order.dry_run:
        rosters, warnings = return_rosters(found, order, compared=history is not None)
    return CheckReport(
        rosters=rosters,
        compared=history is not None,
        already=found.decision.already,
        rejections=found.rejections,
        warnings=(*found.warnings, *warnings),
    )
