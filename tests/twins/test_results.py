"""Property: a night credits payments in SQL as `rules/attribution.py` says, and its sums are those of the rows.

FAIRDUE_EXAMPLES=50 looks longer, at other stories each time.
"""

import os
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collections_app.arrangements.models import PromiseToPay
from collections_app.people.models import TeamAssignment
from collections_app.results.models import Recovery, ResultMoney
from collections_app.results.rules.attribution import Promised, Talk, credit
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.arrangements.promised import paid, returned
from tests.cases.files import account, case, holder
from tests.results.stage import agent, night, spoke, team, works

START, NIGHTS, STORIES = d("2025-03-10"), 40, 20
EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "1"))
ACCOUNT = st.integers(0, 1)
WHO = st.sampled_from([0, 1, None])


def day(offset: int) -> date:
    return START + timedelta(days=offset)


@dataclass(frozen=True)
class Story:
    promises: tuple[tuple[int, int, int, int | None, str], ...]
    talks: tuple[tuple[int, int, int | None, bool], ...]
    payments: tuple[tuple[int, int, int, int | None], ...]


STORIES_TOLD = st.builds(
    Story,
    # made, days until the last, account, whose, what became of it
    promises=st.lists(
        st.tuples(
            st.integers(0, 20),
            st.integers(0, 6),
            ACCOUNT,
            WHO,
            st.sampled_from(["KEPT", "BROKEN", "CANCELLED", "SUPERSEDED"]),
        ),
        max_size=3,
    ).map(tuple),
    # day, account, whose, corrected afterwards into no right party
    talks=st.lists(st.tuples(st.integers(0, 25), ACCOUNT, WHO, st.sampled_from([False, False, True])), max_size=3).map(
        tuple
    ),
    # value date, recorded how much later, account, returned how much later
    payments=st.lists(
        st.tuples(st.integers(0, 37), st.sampled_from([0, 0, 1, 9]), ACCOUNT, st.sampled_from([None, None, 0, 4])),
        max_size=4,
    ).map(tuple),
)


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FAIRDUE_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(told=st.lists(STORIES_TOLD, min_size=STORIES, max_size=STORIES), gaps=st.sets(st.integers(1, NIGHTS - 2)))
def test_nights_credit_as_the_rule(empty_portfolio, told, gaps):
    empty_portfolio()
    front, mid = team(), team("t-mid")
    agents = [agent("ann", front), agent("bo")]
    works(agents[1], front, "2025-01-01", day(8).isoformat())
    works(agents[1], mid, day(8).isoformat())
    expected: dict[int, tuple] = {}
    for story in told:
        expected |= store(story, agents)
    for offset in range(2, NIGHTS + 15):
        if offset not in gaps:
            night(day(offset).isoformat())
    assert credited() == expected
    assert sums(Recovery.objects.values_list("day", "user", "team", "currency").annotate(Sum("amount"))) == sums(
        ResultMoney.objects.values_list("day", "user", "team", "currency").annotate(Sum("recovered"))
    )


def store(story: Story, agents) -> dict[int, tuple]:
    """Writes one cardholder's story; what the rule says of each of the entries."""
    of = holder()
    accounts = [account(of) for _ in range(2)]
    file = SimpleNamespace(case=case(of=of))
    promises = [promise(of, file.case, accounts, agents, one) for one in story.promises]
    talks = [found for one in story.talks if (found := talk(file, accounts, agents, one)) is not None]
    expected: dict[int, tuple] = {}
    for value, late, which, back in story.payments:
        recorded = day(value + late)
        entry = paid(accounts[which], "100.00", day(value).isoformat(), recorded=recorded.isoformat())
        own = [one for one in promises if one is not None]
        due = credit(accounts[which].pk, day(value), promises=own, talks=talks, within_days=30)
        expected[entry.pk] = (due.reason, due.agent, team_of(due.agent, due.earned_on), Decimal("100.00"))
        if back is not None:
            reversal = returned(entry, on=(recorded + timedelta(days=back)).isoformat())
            expected[reversal.pk] = (*expected[entry.pk][:3], Decimal("-100.00"))
    return expected


def promise(of, here, accounts, agents, told) -> Promised | None:
    made, lasts, which, who, status = told
    row = PromiseToPay.objects.create(
        submission=uuid4(),
        case=here,
        cardholder=of,
        account_ids=[accounts[which].pk],
        currency="CNY",
        amount=100,
        made_on=day(made),
        made_at=noon(day(made).isoformat()),
        last_due_on=day(made + lasts),
        next_due_on=day(made + lasts),
        speaker="CARDHOLDER",
        taken_by="test",
        user=None if who is None else agents[who],
        bucket=1,
        grace_days=1,
        threshold=1,
        follow_up_on=day(made),
        status=status,
        settled_on=day(made + lasts + 2),
    )
    if status in {"CANCELLED", "SUPERSEDED"}:
        return None
    return Promised(
        number=row.pk,
        agent=row.user_id,
        accounts=frozenset(row.account_ids),
        made_on=row.made_on,
        last_day=row.last_due_on + timedelta(days=1),
    )


def talk(file, accounts, agents, told) -> Talk | None:
    on, which, who, corrected = told
    at = day(on).isoformat()
    more: dict[str, Any] = {"on": at, "account_ids": [accounts[which].pk]}
    row = spoke(file, None if who is None else agents[who], **more)
    if corrected:
        spoke(file, agents[0], "NO_ANSWER", **more, corrects=row)
        return None
    return Talk(number=row.pk, agent=row.user_id, accounts=frozenset(row.account_ids), at=row.at, day=day(on))


def team_of(user: int | None, on: date | None) -> int | None:
    stays = TeamAssignment.objects.filter(user=user, valid_from__lte=on or START).exclude(valid_to__lte=on or START)
    return stays.get().team_id if user else None


def credited() -> dict[int, tuple]:
    return {row.entry_id: (row.why, row.user_id, row.team_id, row.amount) for row in Recovery.objects.all()}


def sums(rows) -> dict[tuple, Decimal]:
    return {tuple(key): amount for *key, amount in rows.order_by() if amount}
