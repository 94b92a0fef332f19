"""Whether a person's texts fit the printed form, asked of the press's own measures before any number is used.

Input: kind, post, city and texts. Output: the names of fields that do not fit. The specimen certificate
made here is of nobody; it only is as wide as a true one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.certificates import Certificate, Sex
from jscert.layouts.measure import check_fit

if TYPE_CHECKING:
    from datetime import date

    from jscert.families.catalogue import Kind
    from jscert.families.family import Post


_EASY_NAME, _EASY_EMPLOYER = 10, 24
_WIDEST = chr(0x9F98)  # a hanzi takes a whole em, the most any character takes


class FitCheck:
    """Checks texts against forms on one issue date."""

    def __init__(self, on_day: date) -> None:
        self._on_day = on_day
        self._specimens: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self._easy: dict[tuple[str, str, str], bool] = {}

    def misfits(
        self, kind: Kind, post: Post | None, city_code: str, *, name: str, employer: str
    ) -> frozenset[str]:
        """Name the printed fields that do not fit; all characters must have a glyph (`undrawable`)."""
        key = (kind.id, post.code if post else "", city_code)
        if key not in self._specimens:
            specimen = _specimen(kind, post, city_code, self._on_day)
            self._specimens[key] = kind.printed_values(specimen)
            # Where texts three times as long fit, short ones do, however their lines break
            long_name, long_employer = _WIDEST * 3 * _EASY_NAME, _WIDEST * 3 * _EASY_EMPLOYER
            self._easy[key] = not self._ask(kind, key, long_name, long_employer)
        if self._easy[key] and len(name) <= _EASY_NAME and len(employer) <= _EASY_EMPLOYER:
            return frozenset()
        return self._ask(kind, key, name, employer)

    def _ask(
        self, kind: Kind, key: tuple[str, str, str], name: str, employer: str
    ) -> frozenset[str]:
        own = {"name": name, "employer": employer}
        values = tuple(
            own.get(row.field, value)
            for row, value in zip(kind.form.rows, self._specimens[key], strict=True)
        )
        return frozenset(check_fit(kind.form, values, name))


def _specimen(kind: Kind, post: Post | None, city_code: str, on_day: date) -> Certificate:
    """Make a certificate of nobody, with the last number its counter could give."""
    post_code = post.code if post else ""
    scope = kind.scope_rule(issued_on=on_day, city_code=city_code, post_code=post_code)
    return Certificate(
        number=kind.write_number(
            issued_on=on_day, city_code=city_code, post_code=post_code, serial=scope.last
        ),
        former_numbers=(),
        kind=kind.id,
        revision=1,
        issued_on=on_day,
        first_issued_on=on_day,
        valid_until=kind.first_end(on_day),
        status_list=0,
        status_index=0,
        name="",
        sex=Sex.MALE,
        identity_number="8" * 18,
        employer="",
        credit_code="",
        post_code=post_code,
        post=post.name if post else "",
        photo_sha256="",
        authority="",
        trial=True,
    )
