"""What settings are once read: frozen values, and the digest a batch records.

The families' and the checks' own settings are types of those rooms; only what belongs to no lower room
is defined here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jscert.families.catalogue import Catalogue, CatalogueSettings
    from jscert.roster.limits import ScreeningRules


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoritySettings:
    """Who issues: the printed name, the seal picture ("" = the built-in one), the address in QR codes.

    `seal_image` is a path, relative to the authority folder unless absolute. `credit_code` is the issuer's
    统一社会信用代码 ("" = not told), needed for national identifiers only.
    """

    name: str
    seal_image: str
    verify_url: str
    credit_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of an authority folder.

    `catalogue` is built from `families`, so that contradictions show when settings are loaded.
    `synonyms` are header words added to the built-in ones; `registry_url` "" means SQLite at home.
    """

    authority: AuthoritySettings
    families: CatalogueSettings
    screening: ScreeningRules
    synonyms: Mapping[str, tuple[str, ...]]
    registry_url: str
    status_max_age_days: int
    catalogue: Catalogue

    def digest(self) -> str:
        """Give the SHA-256 (hex) of all values: equal settings, equal digest, however written."""
        values = {
            field.name: _plain(getattr(self, field.name))
            for field in fields(self)
            if field.name != "catalogue"
        }
        text = json.dumps(
            values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text
        )
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, str | int):
        return value
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)  # type: ignore[call-overload]
    return {key: list(words) for key, words in value.items()}  # type: ignore[attr-defined]


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
