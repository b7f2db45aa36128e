"""Conditions and orders of queues: Python and SQL say the same of random cases."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings

from collections_app.cases.models import Case, QueueVersion, WorkQueue
from collections_app.cases.queries.queues import facts_of, queues_now
from collections_app.cases.routing import reroute, route_all
from collections_app.cases.rules import conditions, order
from collections_app.cases.rules.conditions import FIELDS, OPERATORS_OF, meets
from collections_app.people.models import Team, User
from collections_app.shared import sql
from tests.accounts.desk import noon
from tests.cases.files import TODAY, case, holder, product

pytestmark = pytest.mark.django_db

CASES, TRIES = 60, 300
REGIONS = ["广东省", "浙江省", ""]


def some_day(chance, back=40):
    return None if chance.random() < 0.3 else TODAY - timedelta(days=chance.randrange(back))


def some_moment(chance):
    """Late in the evening too: 23:30 in Shanghai is another day than 23:30 in UTC."""
    day = some_day(chance)
    return day and noon(day.isoformat()) + timedelta(hours=chance.choice([-11, 0, 11, 12]))


def random_case(chance, teams, users):
    of = holder(region=chance.choice(REGIONS), kind=chance.choice(["PERSON", "COMPANY"]))
    made = case(of=of, bucket=chance.randrange(6), past_due=str(Decimal(chance.randrange(500000)) / 100))
    Case.objects.filter(pk=made.pk).update(
        product=product(chance.choice(["GOLD", "BLUE"])),
        language=chance.choice(["zh", "yue"]),
        balance=Decimal(chance.randrange(900000)) / 100,
        bucket_since=TODAY - timedelta(days=chance.randrange(30)),
        past_due_since=some_day(chance, 200),
        accounts=chance.randrange(1, 4),
        restriction=chance.choice(["", "", "VIP"]),
        lost_since=some_day(chance),
        willingness=chance.choice(["", "WILLING", "UNDECIDED", "REFUSES"]),
        failures_in_a_row=chance.randrange(5),
        broken_promises=chance.randrange(3),
        last_broken_on=some_day(chance),
        last_contact_at=some_moment(chance),
        last_right_party_at=some_moment(chance),
        promise_due_on=some_day(chance),
        hold_kinds=sorted(chance.sample(["DISPUTE", "PROMISE", "HARDSHIP"], chance.randrange(3))),
        reopened=chance.randrange(3),
        team=chance.choice([None, *teams]),
        agent=chance.choice([None, *users]),
    )
    return made.pk


def random_value(chance, kind, field):
    texts = {
        "product": ["GOLD", "BLUE"],
        "region": REGIONS,
        "language": ["zh", "yue"],
        "currency": ["CNY", "USD"],
        "team": ["A", "B", ""],
        "agent": ["li.na", ""],
    }
    if kind == "number":
        return chance.choice([0, 1, 2, 7, 14, 30, 32767])
    if kind == "money":
        return f"{chance.randrange(6000)}.{chance.randrange(100):02}"
    if kind == "flag":
        return chance.random() < 0.5
    return chance.choice(list(FIELDS[field].choices) or texts[field])


def random_condition(chance, field):
    kind = FIELDS[field].kind
    name = chance.choice(OPERATORS_OF[kind])
    value = random_value(chance, kind, field)
    if name in ("in", "not_in"):
        value = [value, next(filter(None, (random_value(chance, kind, field) for _ in range(99))))]
    return {"field": field, "operator": name, "value": value}


@pytest.fixture
def portfolio():
    chance = random.Random(20250310)
    teams = [Team.objects.create(code=code, name_en=code, name_zh=code, tier="MID") for code in ("A", "B")]
    users = [User.objects.create_user("li.na")]
    ids = [random_case(chance, teams, users) for _ in range(CASES)]
    cases = Case.objects.select_related("product", "team", "agent").in_bulk(ids)
    return {pk: facts_of(found, on=TODAY) for pk, found in cases.items()}


def test_conditions_choose_the_same_cases(portfolio):
    chance = random.Random(7)
    fields = list(FIELDS)
    for place in range(TRIES):
        data = [random_condition(chance, fields[place % len(fields)])]
        data += [random_condition(chance, chance.choice(fields)) for _ in range(chance.randrange(2))]
        checked = conditions.check(data)
        text, params = conditions.as_sql(checked)
        found = sql.rows(
            f"""
            SELECT c.id FROM cases_case c JOIN accounts_product p ON p.id = c.product_id
            LEFT JOIN people_team t ON t.id = c.team_id LEFT JOIN people_user u ON u.id = c.agent_id WHERE {text}
            """,
            {**params, "on": TODAY, "zone": settings.TIME_ZONE},
        )
        assert {pk for (pk,) in found} == {pk for pk, facts in portfolio.items() if meets(checked, facts)}, data


def test_orders_give_the_same_numbers(portfolio):
    keys = list(order.KEYS)
    found = sql.rows(f"SELECT c.id, {order.as_sql(keys)} FROM cases_case c", {"zone": settings.TIME_ZONE})
    assert {pk: list(numbers) for pk, numbers in found} == {
        pk: order.sort_key(keys, facts) for pk, facts in portfolio.items()
    }


def queue(code, rank, found, keys):
    made = WorkQueue.objects.create(code=code, rank=rank)
    QueueVersion.objects.create(
        queue=made, number=1, name_en=code, name_zh=code, conditions=found, order=keys, recorded_at=noon("03-01")
    )
    return made


def test_routing_puts_a_case_into_the_first_queue_that_it_fits(portfolio):
    chance = random.Random(11)
    WorkQueue.objects.update(is_active=False)
    for rank in range(1, 9):
        found = [random_condition(chance, chance.choice(list(FIELDS))) for _ in range(2)]
        queue(f"q{rank}", rank, found, chance.sample(list(order.KEYS), 2))
    route_all()
    queues = queues_now()
    for pk, facts in portfolio.items():
        place = next((q for q in queues if facts.bucket >= 1 and meets(q.conditions, facts)), None)
        stored = Case.objects.get(pk=pk)
        assert stored.queue_id == (place.id if place else None)
        assert stored.sort_key == (order.sort_key(place.order, facts) if place else None)
    assert reroute(portfolio) == 0
