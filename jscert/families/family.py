"""What a family and a kind are: shared types, the rules every family follows, and two constant dates.

A family file fills these types with its own data; the catalogue lists the families. Settings arrive as
the frozen values defined here (`NumberingSettings`, `ValiditySettings`). Pure: no clock, no file.
Not here: anything that only one family says, or any list of families.
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from jscert.certificates import Certificate, Sex
from jscert.errors import Code, JscertError
from jscert.families.dates import EndRule, end_of_term, months_before
from jscert.numbering import (
    NumberFormat,
    NumberParts,
    Segment,
    fields_of,
    format_on,
    rule_of,
    scope_of,
    serial_span,
    write_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jscert.layouts.form import Form

ELECTRONIC_SINCE = date(2017, 9, 28)
"""First day of electronic certificates, issued beside paper (苏建教〔2017〕472号 二(一))."""

PAPERLESS_SINCE = date(2017, 12, 1)
"""From this day electronic certificates only (苏建教〔2017〕472号 二(一))."""

BACKDATING_DAYS = 30
"""An issue date may lie this many days back without a stated ground."""

SERIAL_WIDTHS = (5, 6, 7, 8)
"""Serial widths that can be set, and are therefore always readable."""

QR_CAPTION = "实时数据，扫码验证"
AUTHORITY_LABEL = "发证单位："
ISSUED_LABEL = "发证时间："
FOOT = "“江苏政务服务网-江苏住建厅旗舰店”验证"
SEX_TEXTS = {Sex.MALE: "男", Sex.FEMALE: "女"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """Widths of the variable segments for numbers issued from `since` on."""

    since: date
    year: int
    code: int
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberingSettings:
    """How an authority numbers one family: dated widths, what splits its counters, its own range."""

    widths: tuple[Widths, ...]
    scope: tuple[str, ...]
    serial_range: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How many years a certificate issued from `since` on is valid."""

    since: date
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ValiditySettings:
    """Dated terms, how the end date follows from them, and how early a certificate may be renewed."""

    terms: tuple[Term, ...]
    end_rule: EndRule
    window_months: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or trade: its code in numbers, its full printed name, what rosters also call it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberScope:
    """A counter for one issue: its name, the serials it may give, the spelling of its rule."""

    scope: str
    first: int
    last: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A family's number formats: those it writes (dated), those it reads (its own first)."""

    family: str
    written: tuple[NumberFormat, ...]
    known: tuple[NumberFormat, ...]
    scope: tuple[str, ...]
    serial_range: tuple[int, int] | None

    def on(self, day: date) -> NumberFormat:
        """Give the format in force on an issue date; `DATE_BEFORE_ELECTRONIC` before the first."""
        format_ = format_on(self.written, day)
        if format_ is None:
            raise _before_electronic(day)
        return format_


def usual_formats(
    family: str, segments: Callable[[Widths], tuple[Segment, ...]], usual: Widths
) -> tuple[NumberFormat, ...]:
    """List the formats everybody can read: the usual widths, with every serial width there is."""
    return tuple(
        NumberFormat(
            family=family, segments=segments(replace(usual, serial=serial)), since=usual.since
        )
        for serial in dict.fromkeys((usual.serial, *SERIAL_WIDTHS))
    )


def numbers_of(
    family: str,
    settings: NumberingSettings,
    segments: Callable[[Widths], tuple[Segment, ...]],
    usual: tuple[NumberFormat, ...],
) -> Numbers:
    """Build a family's formats from its settings; reading also knows the usual ones.

    ValueError if a counter is split by something its numbers do not show (they would collide);
    `SERIAL_RANGE` if the authority's own range does not fit the serial's width.
    """
    written = tuple(
        NumberFormat(family=family, segments=segments(widths), since=widths.since)
        for widths in settings.widths
    )
    for format_ in written:
        serial_span(format_, settings.serial_range)
        if not frozenset(settings.scope) <= fields_of(format_):
            raise ValueError(f"scope {settings.scope} of {family}")
    return Numbers(
        family=family,
        written=written,
        known=tuple(dict.fromkeys((*written, *usual))),
        scope=settings.scope,
        serial_range=settings.serial_range,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One printed form and everything that goes with it.

    `needs` says what a roster row must carry (`employer`, `post`, `city`); `words` are what sheets and
    titles call the kind; `categories` are the letters of numbers read as this kind, `category` the one
    written; `acts` names what may happen to its certificates.
    """

    id: str
    family: str
    category: str
    categories: tuple[str, ...]
    name: str
    form: Form
    needs: frozenset[str]
    words: tuple[str, ...]
    acts: frozenset[str]
    numbers: Numbers
    validity: ValiditySettings | None
    posts: tuple[Post, ...] = ()
    post_index: Mapping[str, Post] = field(default_factory=dict, compare=False, repr=False)

    def find_post(self, text: str) -> Post | None:
        """Find a post or trade by its name or an alias; blanks and brackets play no part."""
        return self.post_index.get(text_key(text))

    def nearest_post(self, text: str) -> str:
        """Name the known post or trade that a text resembles most ("" if none does)."""
        near = difflib.get_close_matches(text_key(text), self.post_index, n=1, cutoff=0.3)
        return self.post_index[near[0]].name if near else ""

    def write_number(
        self, *, issued_on: date, city_code: str, post_code: str = "", serial: int
    ) -> str:
        """Spell the number of a certificate first issued on a date; `SERIAL_OVERFLOW`."""
        parts = self._parts(issued_on, city_code, post_code, serial)
        return write_number(self.numbers.on(issued_on), parts)

    def scope_rule(self, *, issued_on: date, city_code: str, post_code: str = "") -> NumberScope:
        """Name the counter that numbers such a certificate, with its span and its frozen rule."""
        format_ = self.numbers.on(issued_on)
        first, last = serial_span(format_, self.numbers.serial_range)
        parts = self._parts(issued_on, city_code, post_code, first)
        return NumberScope(
            scope=scope_of(parts, self.numbers.scope),
            first=first,
            last=last,
            rule=rule_of(format_, self.numbers.scope),
        )

    def _parts(self, issued_on: date, city_code: str, post_code: str, serial: int) -> NumberParts:
        return NumberParts(
            family=self.family,
            category=self.category,
            year=issued_on.year,
            city_code=city_code,
            code=post_code,
            serial=serial,
        )

    def first_end(self, issued_on: date) -> date | None:
        """Give the printed end of a certificate first issued on a date; None for kinds without end."""
        if self.validity is None:
            return None
        years = self._years(self.validity, issued_on)
        return end_of_term(issued_on, years, self.validity.end_rule)

    def renewal_opens(self, valid_until: date) -> date | None:
        """Give the first day on which a certificate may be renewed; None for kinds without end."""
        if self.validity is None:
            return None
        return months_before(valid_until, self.validity.window_months)

    def renewed_end(self, valid_until: date, decided_on: date) -> date | None:
        """Give the end after renewal: the old end and one more term; None for kinds without end."""
        if self.validity is None:
            return None
        return end_of_term(valid_until, self._years(self.validity, decided_on), "same-day")

    def _years(self, validity: ValiditySettings, day: date) -> int:
        in_force = [term for term in validity.terms if term.since <= day]
        if not in_force:
            raise _before_electronic(day)
        return max(in_force, key=lambda term: term.since).years

    def printed_values(self, certificate: Certificate) -> tuple[str, ...]:
        """Give what a certificate prints in each row of the form, in the form's order."""
        until = certificate.valid_until
        values = {
            "post": self._printed_post(certificate),
            "name": certificate.name,
            "sex": SEX_TEXTS[certificate.sex],
            "identity_number": certificate.identity_number,
            "number": certificate.number,
            "employer": certificate.employer,
            "valid_until": date_text(until) if until else "",
        }
        return tuple(values[row.field] for row in self.form.rows)

    def _printed_post(self, certificate: Certificate) -> str:
        found = self.find_post(certificate.post)
        if found and found.code == certificate.post_code:
            return found.name
        return certificate.post

    def issued_text(self, issued_on: date) -> str:
        """Give the issue date as printed."""
        return date_text(issued_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of kinds that share number formats and counters."""

    id: str
    name: str
    kinds: tuple[Kind, ...]
    numbers: Numbers


def post_index(posts: Iterable[Post]) -> dict[str, Post]:
    """Index posts by the keys of names and aliases; a name wins over another post's alias.

    ValueError if two posts have one name.
    """
    posts = tuple(posts)
    index = {text_key(post.name): post for post in posts}
    if len(index) != len(posts):
        raise ValueError("two posts of one name")
    for post in posts:
        for alias in post.aliases:
            index.setdefault(text_key(alias), post)
    return index


def text_key(text: str) -> str:
    """Give the key words are compared by: NFKC, letters and digits only, case folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


def date_text(day: date) -> str:
    """Spell a date as annex 2 draws it: YYYY年MM月DD日."""
    return f"{day.year:04d}年{day.month:02d}月{day.day:02d}日"


def check_issue_date(issued_on: date, *, today: date, ground: str) -> None:
    """Refuse an issue date before the notice, in the future, or far back without a stated ground.

    `DATE_BEFORE_ELECTRONIC` · `DATE_FUTURE` · `DATE_TOO_OLD`. `today` is the day in UTC+08:00.
    """
    if issued_on < ELECTRONIC_SINCE:
        raise _before_electronic(issued_on)
    if issued_on > today:
        raise JscertError(Code.DATE_FUTURE, date=issued_on.isoformat(), today=today.isoformat())
    if (today - issued_on).days > BACKDATING_DAYS and not ground.strip():
        raise JscertError(
            Code.DATE_TOO_OLD,
            date=issued_on.isoformat(),
            today=today.isoformat(),
            days=BACKDATING_DAYS,
        )


def _before_electronic(day: date) -> JscertError:
    return JscertError(
        Code.DATE_BEFORE_ELECTRONIC, date=day.isoformat(), since=ELECTRONIC_SINCE.isoformat()
    )
