"""What nights make of cases: the set-based SQL against the rule `case_life`, over random portfolios and nights."""

import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import CardAccount, Cardholder, Position
from accounts.nightly.shard import Shard
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.nightly.steps import keep_cases
from collections_app.cases.rules.case_life import AccountStanding, CaseState, Figures, after_night, has_run_out
from collections_app.cases.rules.holds import KEEPS_OPEN, work_stops
from collections_app.shared import sql
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.cases import files

EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "6"))
START = d("2025-01-10")
REOPEN_WITHIN_DAYS = 60
ZERO = Decimal("0.00")
CENTS = st.integers(1, 300_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def standings(draw):
    """(bucket, past due, days since it fell due): current half of the time."""
    bucket = draw(st.one_of(st.just(-1), st.integers(0, 5)))
    return bucket, draw(CENTS) if bucket >= 0 else ZERO, draw(st.integers(1, 150))


@st.composite
def stories(draw):
    """Currencies of one cardholder's accounts; then nights: language, where accounts stand, what befalls holds."""
    currencies = draw(st.lists(st.sampled_from(["CNY", "CNY", "USD"]), min_size=1, max_size=3))
    moves = st.lists(standings(), min_size=len(currencies), max_size=len(currencies))
    happening = st.tuples(
        st.sampled_from(["", "zh", "yue"]),
        st.one_of(st.none(), moves),
        st.one_of(st.none(), st.sampled_from(CaseHold.Kind.values)),
        st.one_of(st.none(), st.integers(0, 40)),
        st.booleans(),
    )
    return currencies, draw(st.lists(happening, min_size=NIGHTS, max_size=NIGHTS))


NIGHTS = 7
GAPS = st.lists(st.sampled_from([1, 1, 2, 30, 59, 60, 61]), min_size=NIGHTS, max_size=NIGHTS)


@dataclass
class Expected:
    """One cardholder as the rule sees him: the newest case, its open holds by kind, and how many cases there were."""

    holder: Cardholder
    accounts: list[CardAccount]
    state: CaseState | None = None
    holds: dict[str, date | None] = field(default_factory=dict)
    cases: int = 0

    def night(self, on: date) -> None:
        self.holds = {kind: until for kind, until in self.holds.items() if not has_run_out(until, on)}
        running = not KEEPS_OPEN.isdisjoint(self.holds)
        self.state, new = after_night(
            self.state, self._standings(), on=on, running=running, reopen_within_days=REOPEN_WITHIN_DAYS
        )
        self.cases += new
        if self.state is not None and self.state.closed_on is not None:
            self.holds.pop("PROMISE", None)

    def _standings(self) -> list[AccountStanding]:
        rows = Position.objects.filter(card_account__in=self.accounts)
        return [
            AccountStanding(
                account_id=row.card_account_id,
                product_id=row.product_id,
                currency=row.currency,
                bucket=row.bucket,
                bucket_since=row.bucket_since,
                past_due=row.past_due,
                balance=row.balance,
                due_since=row.anchor_due_date,
            )
            for row in rows
        ]


@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FAIRDUE_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(people=st.lists(stories(), min_size=12, max_size=12), gaps=GAPS, shards=st.integers(1, 3))
def test_every_night_leaves_the_cases_the_rule_leaves(people, gaps, shards):
    for model in (CaseHold, Case, Position):  # what an earlier example left
        model.objects.all().delete()
    portfolio = [_stored(currencies) for currencies, _nights in people]
    on = START
    for number, gap in enumerate(gaps):
        on += timedelta(days=gap)
        for expected, (_currencies, nights) in zip(portfolio, people, strict=True):
            _happen(expected, nights[number], on)
            expected.night(on)
        _run(on, shards)
        assert [_found(expected.holder) for expected in portfolio] == [_wanted(expected) for expected in portfolio]
        assert _run(on, shards) == 0


def _stored(currencies: list[str]) -> Expected:
    holder = files.holder()
    accounts = [files.account(holder, bucket=-1, past_due="0.00", currency=currency) for currency in currencies]
    return Expected(holder, accounts)


def _happen(expected: Expected, happening, on: date) -> None:
    """Another language, accounts move; a hold is placed on the open case, or an open one released."""
    language, moves, kind, lasts, released = happening
    if language:
        Cardholder.objects.filter(pk=expected.holder.pk).update(language=language)
    for account, (bucket, past_due, days) in zip(expected.accounts, moves or [], strict=False):
        files.position(
            account,
            bucket=bucket,
            past_due=str(past_due),
            balance=str(past_due + 100),
            since=on - timedelta(days=days),
            changed_on=on,
        )
    case = Case.objects.filter(cardholder=expected.holder, closed_on=None).first()
    if case is None or kind is None:
        return
    if kind in expected.holds:
        if released:
            CaseHold.objects.filter(case=case, kind=kind, released_at=None).update(released_at=noon("2025-03-01"))
            del expected.holds[kind]
        return
    until = None if lasts is None else on + timedelta(days=lasts)
    CaseHold.objects.create(
        case=case, kind=kind, reason="test", placed_on=on, placed_at=noon(str(on)), placed_by="test", until=until
    )
    expected.holds[kind] = until


def _run(on: date, shards: int) -> int:
    """The step on every shard; how much it changed. Columns a hold's action keeps are kept here first."""
    for case in Case.objects.all():
        kinds = sorted(case.holds.filter(released_at=None).values_list("kind", flat=True))
        Case.objects.filter(pk=case.pk).update(hold_kinds=kinds, work_stopped=work_stops(kinds))
    changed = 0
    for index in range(shards):
        sql.run("DISCARD TEMP")
        changed += keep_cases(Shard(on=on, index=index, of=shards))
    return changed


def _found(holder: Cardholder):
    cases = list(Case.objects.filter(cardholder=holder).order_by("-id"))
    if not cases:
        return 0, None, [], False
    assert all(case.closed_on for case in cases[1:])
    assert not CaseHold.objects.filter(case__in=cases[1:], released_at=None).exists()
    newest = cases[0]
    held = sorted(newest.holds.filter(released_at=None).values_list("kind", flat=True))
    assert newest.hold_kinds == held
    if newest.closed_on is None and newest.bucket >= 0:
        assert newest.language == newest.cardholder.language
    return len(cases), _state_of(newest), newest.hold_kinds, newest.work_stopped


def _state_of(case: Case) -> CaseState:
    return CaseState(
        opened_on=case.opened_on,
        bucket_since=case.bucket_since,
        figures=Figures(
            bucket=case.bucket,
            account_id=case.account_id,
            product_id=case.product_id,
            currency=case.currency,
            past_due=case.past_due,
            balance=case.balance,
            past_due_since=case.past_due_since,
            accounts=case.accounts,
        ),
        closed_on=case.closed_on,
        reopened=case.reopened,
        reopened_on=case.reopened_on,
    )


def _wanted(expected: Expected):
    return expected.cases, expected.state, sorted(expected.holds), work_stops(expected.holds)
