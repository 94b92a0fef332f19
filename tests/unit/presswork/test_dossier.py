"""The dossier survives its way through the registry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jscert.certificates import PhotoSlip, Sex, Verification
from jscert.presswork.dossier import Dossier, read_dossier, write_dossier


def dossier(**changes: Any) -> Dossier:
    """Make a dossier."""
    usual: dict[str, Any] = {
        "name": "买买提·吐尔逊",
        "sex": Sex.MALE,
        "identity_number": "32010219900307101X",
        "employer": "江苏样例建设有限公司",
        "credit_code": "",
        "post_code": "01",
        "post": "建筑电工",
        "city_code": "01",
        "passed_on": date(2026, 11, 1),
        "authority": "江苏省住房和城乡建设厅",
        "trial": True,
        "photo": PhotoSlip(
            offset=31, length=9, sha256="00" * 32, width_px=295, height_px=413, components=3
        ),
        "header": ("姓名", "备注"),
        "cells": ("买买提·吐尔逊", "=1+1"),
    }
    return Dossier(**{**usual, **changes})


@pytest.mark.parametrize("passed_on", [None, date(2026, 11, 1)])
def test_reading_gives_back_what_was_written(passed_on: date | None) -> None:
    """Every field comes back, a missing date included."""
    kept = dossier(passed_on=passed_on)
    assert read_dossier(write_dossier(kept)) == kept


@pytest.mark.parametrize("checked_on", [None, date(2026, 11, 20)])
def test_a_real_name_check_comes_back(checked_on: date | None) -> None:
    """What the roster told of the holder's check is kept with the holder's facts."""
    told = Verification(result="passed", checked_on=checked_on, reference="HY1")
    kept = dossier(verification=told)
    assert read_dossier(write_dossier(kept)) == kept


def test_a_dossier_without_a_check_says_nothing_of_it() -> None:
    """Its bytes are those of dossiers written before checks were kept."""
    assert b"verification" not in write_dossier(dossier())


def test_another_format_is_refused() -> None:
    """A dossier of a later format is not guessed at."""
    with pytest.raises(ValueError, match="dossier"):
        read_dossier(write_dossier(dossier()).replace(b"jscert-dossier/1", b"jscert-dossier/2"))
