"""An authority with certificates to publish: a trial home, its registry, rows whose dossiers open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from jscert.certificates import PRINTED_ACTS, Act, PhotoSlip, Sex
from jscert.presswork.dossier import Dossier, seal_dossier
from tests.registry_builders import FIRST, act_row, issue_batch, new_row, open_batch, seal_batch

if TYPE_CHECKING:
    from jscert.presswork import Office
    from jscert.registry.interface import NewRow, ReservedRow

NAMES = {"a": "王䶮", "b": "李四", "c": "买买提·艾力", "d": "赵六"}
NUMBERS = {
    "a": "320199199001010010",
    "b": "320199199001010029",
    "c": "32019919900101007X",
    "d": "320199199001010045",
}


def dossier(who: str, **changes: Any) -> Dossier:
    """Make the kept facts of somebody."""
    slip = PhotoSlip(offset=0, length=1, sha256="00" * 32, width_px=1, height_px=1, components=3)
    usual: dict[str, Any] = {
        "name": NAMES[who],
        "sex": Sex.MALE,
        "identity_number": NUMBERS[who],
        "employer": "南京样例建设有限公司",
        "credit_code": "",
        "post_code": "",
        "post": "",
        "city_code": "01",
        "passed_on": date(2026, 10, 1),
        "authority": "江苏省住房和城乡建设厅",
        "trial": True,
        "photo": slip,
        "header": (),
        "cells": (),
    }
    return Dossier(**{**usual, **changes})


def holder(office: Office, who: str, batch: str = FIRST, **overrides: Any) -> NewRow:
    """Make a row to be numbered whose payload is a sealed dossier (`name` may be another)."""
    changes = {key: overrides.pop(key) for key in ("name",) if key in overrides}
    row = new_row(who, **overrides)
    payload = seal_dossier(office.vault, dossier(who, **changes), batch, row.row_key)
    return new_row(who, **{"payload": payload, **overrides})


def issue(office: Office, *people: str, batch: str = FIRST) -> tuple[ReservedRow, ...]:
    """Let people have published certificates, numbered in this order."""
    rows = [holder(office, who, batch) for who in people]
    return issue_batch(office.registry, *rows, batch=batch)


def act(
    office: Office, what: Act, number: str, who: str, batch: str, **overrides: Any
) -> tuple[ReservedRow, ...]:
    """Do something to somebody's certificate, published."""
    rows = _acted(office, (what, number, who, batch), overrides)
    return issue_batch(office.registry, rows, batch=batch, act=what)


def open_act(
    office: Office, what: Act, number: str, who: str, batch: str, **overrides: Any
) -> None:
    """Begin to do something to somebody's certificate."""
    row = _acted(office, (what, number, who, batch), overrides)
    open_batch(office.registry, row, batch=batch, act=what)


def seal(office: Office, batch: str) -> None:
    """Take a batch as far as tx2."""
    seal_batch(office.registry, batch)


def _acted(office: Office, what: tuple[Act, str, str, str], overrides: dict[str, Any]) -> NewRow:
    deed, number, who, batch = what
    name = overrides.pop("name", NAMES[who])
    row = act_row(number, who, **overrides)
    if deed not in PRINTED_ACTS:
        return row
    payload = seal_dossier(office.vault, dossier(who, name=name), batch, row.row_key)
    return act_row(number, who, **{"payload": payload, **overrides})
