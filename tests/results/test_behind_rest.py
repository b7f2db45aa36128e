"""The rows behind figures of results over REST: as many as the figure says, of those one may see."""

import pytest

from collections_app.results.queries.behind import CONTACTS, PROMISES
from tests.results.test_pages import day, worked

__all__ = ["day", "worked"]

pytestmark = pytest.mark.django_db
MARCH = {"first": "2025-03-01", "last": "2025-03-31"}


def rows(cast, what, role="lead", **asked):
    answer = cast.api(role).get(f"/api/v1/results/{what}", {**MARCH, **asked})
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def test_every_figure_has_as_many_rows_as_it_counts(cast, worked):
    line = next(one for one in cast.api("lead").get("/api/v1/results", MARCH).json() if one["agent"] == "agent.one")
    for what, measures in (("contacts", CONTACTS), ("promises", PROMISES)):
        for measure in measures:
            found = rows(cast, what, measure=measure, agent="agent.one")
            assert (measure, len(found)) == (measure, line["counts"][measure])
    paid = sum(float(row["amount"]) for row in rows(cast, "payments", agent="agent.one"))
    assert paid == float(line["amounts"][0]["recovered"]) == 900


def test_what_a_row_says(cast, worked):
    customer, account = worked.case.cardholder.customer_no, worked.case.cardholder.card_accounts.get().account_no
    newest = rows(cast, "contacts", measure="attempts")[0]
    assert (newest["customer_no"], newest["case"], newest["outcome"]) == (customer, worked.case.pk, "NO_ANSWER")
    (promise,) = rows(cast, "promises", measure="promises", team="t-front")
    assert (promise["amount"], promise["last_due_on"], promise["customer_no"]) == ("900.00", "2025-03-12", customer)
    (payment,) = rows(cast, "payments")
    shown = [payment[name] for name in ("value_date", "account_no", "agent", "why")]
    assert shown == ["2025-03-11", account, "agent.one", "PROMISE"]


def test_rows_of_others_are_not_shown(cast, worked):
    for what, measure in (("contacts", "attempts"), ("promises", "promises"), ("payments", None)):
        asked = {"measure": measure} if measure else {}
        assert rows(cast, what, "agent", agent="quality.one", **asked) == []
        assert rows(cast, what, "lead", team="t-other", **asked) == []
        assert rows(cast, what, "agent", **asked)
        assert cast.api("integration").get(f"/api/v1/results/{what}", {**MARCH, **asked}).status_code == 403


def test_restricted_files_are_left_out(cast, worked):
    holder = worked.case.cardholder
    type(holder).objects.filter(pk=holder.pk).update(restriction="VIP")
    assert rows(cast, "contacts", measure="attempts") == rows(cast, "payments") == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measure": "kept"}, "measure"),
        ({"first": "2025-03-32"}, "first"),
        ({"last": "2026-04-01"}, "last"),
        ({"agent": "nobody"}, "agent"),
        ({"cursor": "x", "of": "y"}, "of"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(cast, worked, change, field):
    answer = cast.api("lead").get("/api/v1/results/contacts", {**MARCH, "measure": "rpc", **change})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_pages_ask_a_fixed_number_of_queries(cast, worked, django_assert_max_num_queries):
    machine = cast.api("manager")
    first = machine.get("/api/v1/results/contacts", {**MARCH, "measure": "attempts", "page_size": 2}).json()
    assert len(first["results"]) == 2
    with django_assert_max_num_queries(12):
        assert len(machine.get(first["next"]).json()["results"]) == 1
