"""One authority for the whole room: making keys takes longer than judging a certificate."""

from __future__ import annotations

import pytest

from jscert.sealing.signing_certificate import NatureKind
from tests.verifying_builders import Office, found_office


@pytest.fixture(scope="session")
def office() -> Office:
    """Found a real authority."""
    return found_office()


@pytest.fixture(scope="session")
def trial_office() -> Office:
    """Found a trial authority of the same name."""
    return found_office(nature=NatureKind.TRIAL)
