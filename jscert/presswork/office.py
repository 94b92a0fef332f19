"""The authority at work: everything a workflow needs of one authority folder, as values and seams.

Wired by `commands.office`; workflows never read settings, clocks or key files themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jscert.sealing.keys import require_key_period

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from jscert.families.catalogue import Catalogue
    from jscert.identity import Vault
    from jscert.layouts.form import House
    from jscert.registry.interface import Registry
    from jscert.sealing.keys import AuthorityKeys

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One authority folder, opened. `clock` gives aware UTC; `verify_url` stands before the QR's `#`.

    `clerk` (经办人) is who is at work, as events name him ("" if nobody can tell).
    """

    home: Path
    catalogue: Catalogue
    house: House
    verify_url: str
    registry: Registry
    vault: Vault
    keys: AuthorityKeys
    settings_digest: str
    clock: Callable[[], datetime]
    clerk: str = ""

    def require_keys(self, at: datetime) -> None:
        """Refuse to go on where a key would sign outside its period of use (`KEY_PERIOD_OVER`)."""
        for signer in (self.keys.pdf, self.keys.token, self.keys.manifest):
            require_key_period(signer, at)
