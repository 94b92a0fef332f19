"""Any life of a certificate goes as a plain model of it says: ends, windows, states, repeated acts.

The model knows nothing of `families.dates` and `lifecycle.deciding`: it counts anniversaries day by day and
keeps one certificate as a handful of values.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jscert.certificates import REVISING_ACTS, Act, Medium
from jscert.errors import Code
from jscert.families.catalogue import catalogue
from jscert.families.dates import last_day_of_age
from jscert.families.family import ELECTRONIC_SINCE, Term, ValiditySettings
from jscert.lifecycle.deciding import Allowed, Already, Case, Refused, decide
from jscert.registry.interface import ActEntry, BatchState, CertificateEntry, RevisionEntry
from jscert.registry.standing import State, state_of

if TYPE_CHECKING:
    from jscert.families.family import Kind
    from jscert.lifecycle.deciding import Decision

ONE_DAY = timedelta(days=1)
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SAFETY = "change renew reissue renumber transfer-out suspend reinstate cancel annul withdraw"
ACTS_OF = {
    "safety-a": SAFETY,
    "special-operations": SAFETY.replace("renew", "review"),
    "site-management": "change reissue renumber cancel annul withdraw",
}
ENDS = {
    Act.ANNUL: State.ANNULLED,
    Act.WITHDRAW: State.WITHDRAWN,
    Act.CANCEL: State.CANCELLED,
    Act.TRANSFER_OUT: State.CANCELLED,
}
ACTS = [act for act in Act if act not in (Act.ISSUE, Act.IMPORT_PAPER)]
LEAP_DAYS = [date(year, 2, 29) for year in (2020, 2024, 2028)]

days = st.one_of(
    st.dates(ELECTRONIC_SINCE, date(2030, 12, 31)),
    st.sampled_from([*LEAP_DAYS, date(2023, 2, 28), date(2024, 3, 1), date(2025, 5, 31)]),
)
births = st.one_of(
    st.dates(date(1950, 1, 1), date(2000, 12, 31)), st.sampled_from([date(1960, 2, 29)])
)
rules = st.sampled_from(["same-day", "day-before"])
validities = st.builds(
    lambda first, later, since, end_rule, months: ValiditySettings(
        terms=(Term(since=ELECTRONIC_SINCE, years=first), Term(since=since, years=later)),
        end_rule=end_rule,
        window_months=months,
    ),
    st.integers(1, 6),
    st.integers(1, 6),
    st.dates(date(2019, 1, 1), date(2035, 1, 1)),
    rules,
    st.sampled_from([0, 1, 3, 3, 3, 6, 24]),
)


def anniversary(day: date, years: int) -> date:
    """Count whole years: 29 February comes round on 1 March where there is none."""
    try:
        return date(day.year + years, day.month, day.day)
    except ValueError:
        return date(day.year + years, 3, 1)


def same_day(day: date, years: int) -> date:
    """Give the same day of another year, the last of February for one that is not there."""
    found = anniversary(day, years)
    return found if found.day == day.day else found - ONE_DAY


def earlier(day: date, months: int) -> date:
    """Go back month by month, to the same day or the month's last."""
    last = day
    first = day.replace(day=1)
    for _ in range(months):
        last = first - ONE_DAY
        first = last.replace(day=1)
    return min(last, first + timedelta(days=day.day - 1)) if months else day


def years_on(validity: ValiditySettings, day: date) -> int:
    """Give the years of the term in force on a day."""
    first, later = validity.terms
    return (later if later.since <= day and later.since >= first.since else first).years


@dataclass(slots=True, kw_only=True)
class Life:
    """One certificate as the notice sees it."""

    kind: str
    validity: ValiditySettings | None
    born: date
    oldest: int
    end: date | None
    end_before: date | None = None
    suspended: bool = False
    ended: Act | None = None
    events: list[tuple[Act, date, str]] = field(default_factory=list)

    def state(self, day: date) -> State:
        """Say what it is on a day."""
        if self.ended:
            return ENDS[self.ended]
        if self.suspended:
            return State.SUSPENDED
        return State.VALID if self.end is None or day <= self.end else State.EXPIRED

    def opens(self) -> date:
        """Give the first day of the window."""
        assert self.validity is not None
        assert self.end is not None
        return earlier(self.end, self.validity.window_months)

    def is_repeated(self, act: Act, day: date, ground: str) -> bool:
        """Tell whether an act is the last one once more."""
        last, _, said = self.events[-1]
        if (last, said) != (act, ground):
            return False
        if act not in (Act.RENEW, Act.REVIEW):
            return True
        return day < self.opens() or (self.end_before is not None and day <= self.end_before)

    def judge(self, case: Case) -> object:
        """Say what must come of an act: a code, "already", or the end afterwards."""
        act, day = case.act, case.day
        if act.value not in ACTS_OF[self.kind].split():
            return Code.ACT_NOT_OF_KIND
        if day < self.events[-1][1]:
            return Code.ACT_BEFORE_LAST
        if not case.differs and not case.again and self.is_repeated(act, day, case.ground):
            return "already"
        if not self.may(act, self.state(day)):
            return Code.ACT_STATE
        if act is Act.CHANGE and not case.differs:
            return Code.ACT_CHANGES_NOTHING
        return self.renewed(day) if act in (Act.RENEW, Act.REVIEW) else self.end

    @staticmethod
    def may(act: Act, state: State) -> bool:
        """Say from which states an act leads on."""
        if act is Act.ANNUL:
            return state is not State.ANNULLED
        if act in (Act.CANCEL, Act.WITHDRAW):
            return state in (State.VALID, State.SUSPENDED, State.EXPIRED)
        return state is (State.SUSPENDED if act is Act.REINSTATE else State.VALID)

    def renewed(self, day: date) -> object:
        """Add a term to the old end, inside the window, at most to the last day of the oldest age."""
        assert self.validity is not None
        assert self.end is not None
        if day < self.opens():
            return Code.ACT_TOO_EARLY
        end = same_day(self.end, years_on(self.validity, day))
        if self.oldest:
            end = min(end, anniversary(self.born, self.oldest + 1) - ONE_DAY)
        return end if end > self.end else Code.ACT_OVER_AGE

    def happened(self, act: Act, day: date, ground: str, end: date | None) -> None:
        """Note an act that was done."""
        self.events.append((act, day, ground))
        if act in REVISING_ACTS:
            self.end_before, self.end = self.end, end
        elif act in ENDS:
            self.ended = act
        else:
            self.suspended = act is Act.SUSPEND


def issued(kind: Kind, day: date) -> CertificateEntry:
    """Make the entry of a certificate just issued."""
    entry = CertificateEntry(
        number="number",
        row_key="key",
        kind=kind.id,
        medium=Medium.ELECTRONIC,
        first_issued_on=day,
        suspended=False,
        ended_by=None,
        void_reason="",
        trial=False,
        payload=b"",
        revisions=(),
    )
    return with_event(entry, Act.ISSUE, day, "", kind.first_end(day))


def with_event(
    entry: CertificateEntry, act: Act, day: date, ground: str, end: date | None
) -> CertificateEntry:
    """Give the entry as the registry has it after one more published act."""
    order = len(entry.revisions) + len(entry.acts) + 1
    batch, state = f"batch-{order}", BatchState.PUBLISHED
    if act in REVISING_ACTS or act is Act.ISSUE:
        revision = RevisionEntry(
            revision=len(entry.revisions) + 1,
            sha256="0" * 64,
            batch=batch,
            batch_state=state,
            issued_on=day,
            valid_until=end,
            status_list=0,
            status_index=order,
            act=act,
            ground=ground,
            order=order,
        )
        return replace(entry, revisions=(*entry.revisions, revision))
    done = ActEntry(
        act=act,
        revision=len(entry.revisions),
        ground=ground,
        dated_on=day,
        at=NOON,
        clerk="",
        batch=batch,
        batch_state=state,
        order=order,
    )
    standing = {Act.SUSPEND: {"suspended": True}, Act.REINSTATE: {"suspended": False}}
    return replace(entry, acts=(*entry.acts, done), **standing.get(act, {"ended_by": act}))


def outcome(decision: Decision) -> object:
    """Spell a decision as the model does."""
    match decision:
        case Allowed(valid_until=end):
            return end
        case Already():
            return "already"
        case Refused(code=code):
            return code


class Lives(RuleBasedStateMachine):
    """One certificate on its way, and the model beside it; the day only goes forward."""

    @initialize(
        kind=st.sampled_from([*ACTS_OF, "safety-a", "special-operations"]),
        validity=validities,
        day=days,
        born=st.one_of(births, st.integers(-1, 2)),
        oldest=st.sampled_from([0, 0, 55, 60, 65, 70]),
    )
    def issue(
        self, kind: str, validity: ValiditySettings, day: date, born: date | int, oldest: int
    ) -> None:
        """Issue the certificate: the first end follows from term and end rule."""
        usual = catalogue().kind(kind)
        self.kind = replace(usual, validity=validity if usual.validity else None)
        self.day = day
        end = None
        if self.kind.validity:
            years = years_on(validity, day)
            whole = same_day(day, years)
            end = whole if validity.end_rule == "same-day" else anniversary(day, years) - ONE_DAY
        if isinstance(born, int):  # as old as the limit allows about the day of the first end
            born = same_day((end or day) + timedelta(days=born), -oldest - 1)
        self.life = Life(kind=kind, validity=self.kind.validity, born=born, oldest=oldest, end=end)
        self.life.events.append((Act.ISSUE, day, ""))
        self.entry = issued(self.kind, day)
        assert self.kind.first_end(day) == end

    @rule(step=st.one_of(st.integers(0, 3), st.integers(0, 400)))
    def wait(self, step: int) -> None:
        """Let days go by."""
        self.day += timedelta(days=step)

    @rule(
        border=st.sampled_from(["opens", "end", "end_before"]),
        beyond=st.integers(-1, 1),
        act=st.sampled_from([Act.RENEW, Act.REVIEW, Act.RENEW, Act.REVIEW, *ACTS]),
    )
    def ask_at_a_border(self, border: str, beyond: int, act: Act) -> None:
        """Ask where the window opens, or an end lies, give or take a day; at once once more."""
        borders = {"end": self.life.end, "end_before": self.life.end_before}
        if self.life.end:
            borders["opens"] = self.life.opens()
        day = borders.get(border)
        if day:
            self.day = max(self.day, day + timedelta(days=beyond))
            self.ask_for(Case(act=act, entry=self.entry, kind=self.kind, day=self.day))

    @rule(
        act=st.sampled_from([*ACTS, Act.RENEW, Act.REVIEW, Act.CHANGE, Act.SUSPEND, Act.REINSTATE]),
        ground=st.sampled_from(["", "", "ground"]),
        differs=st.booleans(),
        again=st.sampled_from([False, False, False, True]),
        back=st.sampled_from([0, 0, 0, 0, 1, 40]),
    )
    def ask(self, act: Act, ground: str, *, differs: bool, again: bool, back: int) -> None:
        """Ask for an act; what the model says is what must be decided, and done if it is allowed."""
        self.ask_for(
            Case(
                act=act,
                entry=self.entry,
                kind=self.kind,
                day=self.day - timedelta(days=back),
                ground=ground,
                differs=differs and act is Act.CHANGE,
                again=again,
            )
        )

    def ask_for(self, asked: Case) -> None:
        """Compare what is decided with the model; what is allowed happens, and is then done already."""
        case = replace(asked, birth_on=self.life.born, oldest=self.life.oldest)
        decision = decide(case)
        assert outcome(decision) == self.life.judge(case)
        if isinstance(decision, Allowed):
            end = decision.valid_until
            self.entry = with_event(self.entry, case.act, case.day, case.ground, end)
            self.life.happened(case.act, case.day, case.ground, end)
            once_more = replace(case, entry=self.entry, differs=False, again=False)
            assert decide(once_more) == Already()

    @invariant()
    def is_what_the_model_says(self) -> None:
        """On the day, on the end itself and on the day behind it the state is the model's."""
        end = self.life.end or self.day
        for day in (self.day, end, end + ONE_DAY):
            assert state_of(self.entry, day) is self.life.state(day)


Lives.TestCase.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
test_lives = Lives.TestCase


@given(validity=validities, day=days, renewals=st.integers(1, 6))
def test_renewals_add_up_from_the_first_end(
    validity: ValiditySettings, day: date, renewals: int
) -> None:
    """However early in its window each renewal is decided, the ends are the same."""
    kind = replace(
        catalogue().kind("safety-a"), validity=replace(validity, terms=validity.terms[:1])
    )
    end = start = kind.first_end(day)
    years = validity.terms[0].years
    for _ in range(renewals):
        assert end is not None
        opens = kind.renewal_opens(end)
        assert opens is not None
        assert kind.renewed_end(end, max(opens, day)) == kind.renewed_end(end, end)
        end = kind.renewed_end(end, end)
    assert start is not None
    last = same_day(start, years * renewals)
    # 29 February is left for good with the first common year
    assert end in {last, last - ONE_DAY} if (last.month, last.day) == (2, 29) else end == last


@given(end=days, months=st.integers(0, 24))
def test_a_window_opens_so_many_months_before(end: date, months: int) -> None:
    """Counted back month by month, clipped where a month is shorter."""
    kind = catalogue().kind("safety-a")
    assert kind.validity is not None
    wide = replace(kind, validity=replace(kind.validity, window_months=months))
    assert wide.renewal_opens(end) == earlier(end, months)


@given(born=births, age=st.integers(0, 120))
def test_the_last_day_of_an_age_is_the_eve_of_the_next_birthday(born: date, age: int) -> None:
    """Who was born on 29 February turns older on 1 March of a common year."""
    assert last_day_of_age(born, age) + ONE_DAY == anniversary(born, age + 1)
