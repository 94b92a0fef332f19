"""Reading `jscert.toml`: the table of every key there is, and the way from a file to `Settings`."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from jscert.errors import Code, JscertError
from jscert.families import safety, site_management, special_operations
from jscert.families.catalogue import CatalogueSettings, catalogue
from jscert.families.cities import DEPARTMENT, DEPARTMENT_NAME
from jscert.families.family import SERIAL_WIDTHS, NumberingSettings, Term, ValiditySettings, Widths
from jscert.messages.settings_text import TEMPLATE
from jscert.roster.limits import PhotoLimits, ScreeningRules
from jscert.settings import checks
from jscert.settings.checks import Check, RefusedError, UnknownKeyError
from jscert.settings.values import AuthoritySettings, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T = TypeVar("T")

COLUMN_FIELDS = (
    "name",
    "identity_number",
    "sex",
    "birth_on",
    "employer",
    "credit_code",
    "post",
    "kind",
    "city",
    "passed_on",
    "photo",
    "verification",
    "verified_on",
    "verification_reference",
    "number",
    "ground",
    "issued_on",
    "valid_until",
    "first_issued_on",
    "identity_tail",
    "outcome",
    "unused",
)
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: the value kept when it is not written, and its check."""

    default: object
    check: Check


def _numbering_keys(name: str, usual: NumberingSettings, *shown: str) -> Iterator[tuple[str, Key]]:
    widths = usual.widths[0]
    segments: dict[str, Check] = {
        "serial": checks.one_of(*SERIAL_WIDTHS),
        "year": checks.one_of(2, 4),
    }
    if "code" in shown:
        segments["code"] = checks.one_of(2, 3)
    for segment, check in segments.items():
        yield f"numbering.{name}.{segment}", Key(getattr(widths, segment), check)
    yield f"numbering.{name}.scope", Key(usual.scope, checks.scope(*shown))
    yield f"numbering.{name}.serial_range", Key(None, checks.serial_range)
    yield f"numbering.{name}.later", Key((), checks.later(**segments))


_LIMITS = PhotoLimits()
_YEARS = checks.integer(1, 20)
_TERMS: dict[str, Check] = {"safety": _YEARS, "special-operations": _YEARS}

KEYS: dict[str, Key] = {
    "authority.name": Key(DEPARTMENT_NAME, checks.text(1, 40)),
    "authority.seal_image": Key("", checks.text(0, 400)),
    "authority.credit_code": Key("", checks.credit_code),
    "authority.verify_url": Key("HTTPS://JSCERT.EXAMPLE/V", checks.web_address),
    "numbering.city": Key(DEPARTMENT, checks.city),
    **dict(_numbering_keys("safety", safety.DEFAULT.numbering, "year", "city", "category")),
    "numbering.safety.category_c": Key("C", checks.one_of(*safety.CATEGORIES_OF_C)),
    **dict(
        _numbering_keys(
            "special-operations", special_operations.DEFAULT.numbering, "year", "city", "code"
        )
    ),
    "numbering.special-operations.letters": Key(special_operations.LETTERS, checks.letters),
    "numbering.special-operations.other_trades": Key(
        special_operations.DEFAULT.other_trades, checks.other_trades
    ),
    **dict(_numbering_keys("site-management", site_management.DEFAULT.numbering, "year", "code")),
    "numbering.site-management.posts": Key(site_management.POSTS, checks.posts),
    "validity.end_rule": Key("same-day", checks.one_of("same-day", "day-before")),
    "validity.safety": Key(3, _YEARS),
    "validity.special-operations": Key(2, _YEARS),
    "validity.later": Key((), checks.later(**_TERMS)),
    "validity.window_months": Key(3, checks.integer(0, 24)),
    "age.minimum": Key(18, checks.integer(16, 99)),
    "age.maximum": Key(0, checks.integer(0, 150)),
    "identity.require_verification": Key(default=False, check=checks.boolean),
    **{f"roster.columns.{field}": Key((), checks.words) for field in COLUMN_FIELDS},
    "photos.min_width_px": Key(_LIMITS.min_width_px, checks.integer(50, 2000)),
    "photos.min_height_px": Key(_LIMITS.min_height_px, checks.integer(70, 2800)),
    "photos.good_width_px": Key(_LIMITS.good_width_px, checks.integer(50, 2000)),
    "photos.good_height_px": Key(_LIMITS.good_height_px, checks.integer(70, 2800)),
    "photos.min_aspect": Key(_LIMITS.min_aspect, checks.number(0.5, 1.0)),
    "photos.max_aspect": Key(_LIMITS.max_aspect, checks.number(0.5, 1.0)),
    "photos.kept_bytes": Key(_LIMITS.kept_bytes, checks.integer(10_000, 200_000)),
    "registry.url": Key("", checks.text(0, 400)),
    "trust.status_max_age_days": Key(7, checks.integer(1, 3660)),
}
"""Every setting there is, by its path."""


def load_settings(path: Path) -> Settings:
    """Read `jscert.toml`; `SETTINGS_UNREADABLE`, `SETTING_UNKNOWN`, `SETTING_VALUE`, `SERIAL_RANGE`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise _unreadable(path.name) from fault
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise _unreadable(f"{path.name}:{line}") from fault
    return read_settings(text, path.name)


def read_settings(text: str, file: str) -> Settings:
    """Read the text of a settings file; `file` is what errors call it."""
    try:
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"at line (\d+)", str(fault))
        line = found[1] if found else text.rstrip().count("\n") + 1
        raise _unreadable(f"{file}:{line}") from fault
    written = dict(_written(document, "", file))
    return _settings({**{key: entry.default for key, entry in KEYS.items()}, **written}, file)


def default_settings() -> Settings:
    """Give the settings of an empty file."""
    return read_settings("", "jscert.toml")


def default_settings_text(authority: str) -> str:
    """Write the commented settings file of a new authority; every default stands in it."""
    return TEMPLATE.replace("{authority}", json.dumps(authority, ensure_ascii=False))


def _unreadable(place: str) -> JscertError:
    return JscertError(Code.SETTINGS_UNREADABLE, place=place)


def _written(table: dict[str, object], prefix: str, file: str) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        path = f"{prefix}{name}"
        if path in KEYS:
            yield path, _checked(path, value, file)
        elif not any(key.startswith(f"{path}.") for key in KEYS):
            raise _unknown(path, tuple(KEYS), file)
        elif isinstance(value, dict):
            yield from _written(value, f"{path}.", file)
        else:
            raise _refused(path, value, f"[{path}]", file)


def _checked(path: str, value: object, file: str) -> object:
    try:
        return KEYS[path].check(value)
    except UnknownKeyError as fault:
        known = tuple(_inside(path, one) for one in fault.known)
        raise _unknown(_inside(path, fault.inside), known, file) from fault
    except RefusedError as fault:
        where = _inside(path, fault.inside) if fault.inside else path
        raise _refused(where, value, fault.allowed, file) from fault


def _inside(path: str, inside: str) -> str:
    return path + inside if inside.startswith("[") else f"{path}.{inside}"


def _unknown(path: str, known: tuple[str, ...], file: str) -> JscertError:
    leaf = path.rpartition(".")[2]
    by_leaf = [key for key in known if key.rpartition(".")[2] == leaf]
    near = by_leaf or difflib.get_close_matches(path, known, n=1, cutoff=0.0)
    return JscertError(Code.SETTING_UNKNOWN, file=file, key=path, nearest=near[0])


def _refused(path: str, value: object, allowed: str, file: str) -> JscertError:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    if len(shown) > _SHOWN_CHARACTERS:
        shown = shown[:_SHOWN_CHARACTERS] + "…"
    return JscertError(Code.SETTING_VALUE, file=file, key=path, shown=shown, allowed=allowed)


def _settings(values: dict[str, Any], file: str) -> Settings:
    families = CatalogueSettings(
        safety=safety.SafetySettings(
            numbering=_numbering(values, "safety"),
            validity=_validity(values, "safety"),
            category_c=values["numbering.safety.category_c"],
        ),
        special_operations=special_operations.SpecialOperationsSettings(
            numbering=_numbering(values, "special-operations"),
            validity=_validity(values, "special-operations"),
            letters=values["numbering.special-operations.letters"],
            other_trades=values["numbering.special-operations.other_trades"],
        ),
        site_management=site_management.SiteManagementSettings(
            numbering=_numbering(values, "site-management"),
            posts=values["numbering.site-management.posts"],
        ),
    )
    _check_together(values, families, file)
    return Settings(
        authority=AuthoritySettings(**_below(values, "authority.")),
        families=families,
        screening=ScreeningRules(
            minimum_age=values["age.minimum"],
            maximum_age=values["age.maximum"],
            city_code=values["numbering.city"],
            require_verification=values["identity.require_verification"],
            photos=PhotoLimits(**_below(values, "photos.")),
        ),
        synonyms={k: words for k, words in _below(values, "roster.columns.").items() if words},
        registry_url=values["registry.url"],
        status_max_age_days=values["trust.status_max_age_days"],
        catalogue=catalogue(families),
    )


def _below(values: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {key.removeprefix(prefix): v for key, v in values.items() if key.startswith(prefix)}


def _numbering(values: dict[str, Any], name: str) -> NumberingSettings:
    own = _below(values, f"numbering.{name}.")
    usual = {"safety": safety, "special-operations": special_operations}.get(name, site_management)
    first: Widths = replace(
        usual.USUAL_WIDTHS, **{key: own[key] for key in ("serial", "year", "code") if key in own}
    )
    return NumberingSettings(
        widths=_dated(first, own["later"]), scope=own["scope"], serial_range=own["serial_range"]
    )


def _validity(values: dict[str, Any], name: str) -> ValiditySettings:
    first = Term(since=safety.USUAL_WIDTHS.since, years=values[f"validity.{name}"])
    changes = [
        {"since": entry["since"], "years": entry[name]}
        for entry in values["validity.later"]
        if name in entry
    ]
    return ValiditySettings(
        terms=_dated(first, changes),
        end_rule=values["validity.end_rule"],
        window_months=values["validity.window_months"],
    )


def _dated(first: T, changes: Any) -> tuple[T, ...]:
    """Follow dated changes: each takes over what it does not change."""
    values = [first]
    for change in changes:
        values.append(replace(cast("Any", values[-1]), **change))
    return tuple(values)


def _check_together(values: dict[str, Any], families: CatalogueSettings, file: str) -> None:
    """Check what one key alone cannot show."""
    narrowest = min(widths.code for widths in families.site_management.numbering.widths)
    if any(len(code) > narrowest for code, _ in families.site_management.posts):
        key = "numbering.site-management.code"
        raise _refused(key, values[key], str(narrowest + 1), file)
    pairs = (
        ("photos.min_width_px", "photos.good_width_px"),
        ("photos.min_height_px", "photos.good_height_px"),
        ("photos.min_aspect", "photos.max_aspect"),
    )
    for low, high in pairs:
        if values[low] > values[high]:
            raise _refused(low, values[low], f"≤ {values[high]} ({high})", file)
    if values["age.maximum"] and values["age.maximum"] <= values["age.minimum"]:
        raise _refused("age.maximum", values["age.maximum"], f"0 | > {values['age.minimum']}", file)
