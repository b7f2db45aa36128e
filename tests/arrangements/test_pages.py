"""The pages of promises: list with its parts and filters, one promise, cancelling, results, policy; who may."""

from decimal import Decimal

import pytest

from collections_app.arrangements.models import PromisePolicy, PromiseToPay
from collections_app.arrangements.queries import broken_last_night, promises_due
from collections_app.people.rules.roles import ROLES
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.accounts.database import install
from tests.accounts.desk import noon
from tests.arrangements.nights import settle
from tests.arrangements.promised import paid, promised
from tests.cases.files import case, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(monkeypatch):
    """Sets the clock and the business date."""

    def at(text):
        monkeypatch.setattr(clock, "now", lambda: noon(text))
        install(business_date=d(text), simulated=False)

    at("03-10")
    return at


def made(amount="1000.00", due="03-12", **more):
    return promised(case(past_due="3000.00", **more.pop("case", {})), amount, due, **more)


def page(cast, query="", role="agent", address="/promises/"):
    return cast.browser(role).get(f"{address}{query}")


def listed(cast, query="", role="agent"):
    return page(cast, query, role).context["page"].rows


# -- the list -------------------------------------------------------------------------------------------------------


def test_each_part_shows_its_promises(cast, day):
    today, soon, late = made(due="03-10"), made(due="03-15"), made(due="03-17")
    assert listed(cast) == [today]
    assert listed(cast, "?show=week") == [today, soon]
    assert listed(cast, "?show=all") == [late, soon, today]
    day("03-11")
    assert listed(cast, "?show=overdue") == [today]
    settle("03-12")
    day("03-12")
    assert listed(cast, "?show=broken") == [today]
    assert listed(cast, "?show=overdue") == []


def test_the_parts_count_promises_and_never_add_currencies(cast, day):
    made("100.00", "03-10")
    made("50.00", "03-10")
    other = case(past_due="80.00")
    other.account.currency = "USD"
    other.account.save(update_fields=["currency"])
    other.currency = "USD"
    other.save(update_fields=["currency"])
    promised(other, "30.00", "03-10")
    parts = {code: sums for code, _label, sums in page(cast).context["parts"]}
    assert [(one.currency, one.count, str(one.amount)) for one in parts["today"]] == [
        ("CNY", 2, "150.00"),
        ("USD", 1, "30.00"),
    ]
    days = dict(page(cast).context["days"])
    assert len(days) == 7 and [one.count for one in days[d("03-10")]] == [2, 1]


def test_an_instalment_promise_stands_on_its_next_day(cast, day):
    one = made("900.00", instalments=(("03-10", "300.00"), ("03-14", "600.00")))
    assert listed(cast) == [one]
    parts = {code: sums for code, _label, sums in page(cast).context["parts"]}
    assert [[str(sum.amount) for sum in parts[code]] for code in ("today", "week")] == [["300.00"], ["900.00"]]
    paid(one.case.account, "300.00", "03-10")
    settle("03-12")
    day("03-12")
    assert listed(cast, "?show=week") == [one]
    assert [str(one.amount) for one in dict(page(cast).context["days"])[d("03-14")]] == ["600.00"]


def test_filters_stand_in_the_address(cast, day):
    mine, other = made(actor=cast.actor("agent")), made(actor=cast.actor("lead"))
    assert listed(cast, f"?show=all&agent={cast.user('agent').pk}") == [mine]
    assert listed(cast, "?show=all&due_from=2025-03-13") == []
    assert listed(cast, "?show=all&due_to=2025-03-12") == [other, mine]
    assert listed(cast, "?show=all&status=KEPT") == []
    assert listed(cast, "?show=all&status=NONE&due_from=yesterday&agent=x") == [other, mine]
    assert "No promise fits these filters" in page(cast, "?status=KEPT").content.decode()


def test_a_page_of_promises_asks_a_fixed_number_of_queries(cast, day, django_assert_max_num_queries):
    browser = cast.browser("agent")
    for _ in range(7):
        made(due="03-10", actor=cast.actor("agent"))
    with django_assert_max_num_queries(30):
        assert len(browser.get("/promises/").context["page"].rows) == 7


def test_a_restricted_file_is_in_no_list(cast, day):
    one = made(due="03-10", case={"of": holder(restriction="VIP")})
    assert listed(cast) == [] and page(cast).context["parts"][0][2] == []
    assert page(cast, address=f"/promises/{one.pk}/").status_code == 404


def test_an_empty_list_says_what_to_do(cast, day):
    assert "Promises are taken on the page of a case" in page(cast).content.decode()


def test_who_sees_promises(cast, day):
    allowed = {role for role in ROLES if page(cast, role=role).status_code == 200}
    assert allowed == {"agent", "lead", "manager", "quality", "compliance", "integration"}
    assert page(cast, role="stranger").status_code == 403


# -- one promise ----------------------------------------------------------------------------------------------------


def test_a_promise_shows_what_counts_for_it(cast, day):
    one = made()
    before, counts = paid(one.case.account, "5.00", "03-09"), paid(one.case.account, "600.00", "03-12")
    found = page(cast, address=f"/promises/{one.pk}/")
    assert list(found.context["entries"]) == [counts] and before not in found.context["entries"]
    text = found.content.decode()
    assert "1,000.00 CNY by 12 Mar 2025" in text and "−600.00" in text
    assert "Cancel this promise" not in text


def test_a_lead_cancels_a_promise_with_a_reason(cast, day):
    one = made()
    browser = cast.browser("lead")
    assert "Cancel this promise" in browser.get(f"/promises/{one.pk}/").content.decode()
    assert browser.post(f"/promises/{one.pk}/cancel/", {"reason": ""}).status_code == 422
    assert browser.post(f"/promises/{one.pk}/cancel/", {"reason": "wrong case"}).url == f"/promises/{one.pk}/"
    assert PromiseToPay.objects.get().status == "CANCELLED"
    again = browser.post(f"/promises/{one.pk}/cancel/", {"reason": "wrong case"})
    assert again.status_code == 422 and "no longer open: cancelled" in again.content.decode()


def test_an_agent_cancels_none(cast, day):
    assert cast.browser("agent").post(f"/promises/{made().pk}/cancel/", {"reason": "x"}).status_code == 403


# -- what the desk asks ---------------------------------------------------------------------------------------------


def test_an_agent_has_the_promises_taken_and_those_of_own_cases(cast, day):
    agent, lead = cast.actor("agent"), cast.actor("lead")
    taken = made(due="03-10", actor=agent)
    assigned = made(due="03-10", case={"agent": cast.user("agent")})
    made(due="03-10", actor=lead)
    made(due="03-11", actor=agent)
    assert list(promises_due(agent, d("03-10"))) == [taken, assigned]
    settle("03-12")
    day("03-12")
    assert {one.pk for one in broken_last_night(agent)} == {taken.pk, assigned.pk}


# -- results --------------------------------------------------------------------------------------------------------


def settled_promises(cast):
    """In March: one kept by the agent's, one broken by the lead's; one of April still open."""
    kept = made(actor=cast.actor("agent"), reason="FORGOT")
    made(actor=cast.actor("lead"), speaker="GUARANTOR", reason="UNWILLING")
    made("900.00", instalments=(("03-12", "300.00"), ("04-12", "600.00")))
    paid(kept.case.account, "1000.00", "03-12")
    settle("03-14")
    return kept


def lines(cast, group, role="lead", period="&first=2025-03-01&last=2025-03-31"):
    found = page(cast, f"?group={group}{period}", role, "/promises/results/").context["lines"]
    return [(str(name), line.matured, line.kept, str(line.kept_rate), str(line.promised)) for name, line in found]


def test_results_by_each_group(cast, day):
    settled_promises(cast)
    assert lines(cast, "reason") == [
        ("forgot", 1, 1, "1", "1000.00"),
        ("unwilling", 1, 0, "0", "1000.00"),
    ]
    assert lines(cast, "speaker") == [("cardholder", 1, 1, "1", "1000.00"), ("guarantor", 1, 0, "0", "1000.00")]
    assert lines(cast, "bucket") == [("1", 2, 1, "0.5", "2000.00")]
    assert {line[0] for line in lines(cast, "agent")} == {"The agent", "The lead"}


def test_an_agent_sees_own_results_only(cast, day):
    settled_promises(cast)
    assert [line[0] for line in lines(cast, "agent", role="agent")] == ["The agent"]


def test_results_say_how_they_are_counted_and_what_to_do_without_any(cast, day):
    settled_promises(cast)
    text = page(cast, "?first=2025-03-01&last=2025-03-31", address="/promises/results/").content.decode()
    assert "Kept rate: kept / matured, by count." in text and "50.0" in text
    text = page(cast, "?first=2024-03-01&last=2024-03-31", address="/promises/results/").content.decode()
    assert "No promise matured in these days" in text


def test_a_period_typed_backwards_is_turned(cast, day):
    found = page(cast, "?first=2025-03-31&last=2025-03-01", address="/promises/results/").context
    assert (found["first"], found["last"]) == (d("03-01"), d("03-31"))
    usual = page(cast, "?first=soon", address="/promises/results/").context
    assert (usual["first"], usual["last"]) == (d("02-08"), d("03-09"))


# -- policy ---------------------------------------------------------------------------------------------------------


def typed(**changed):
    return {
        "valid_from": "2025-04-01",
        "reason": "more time in April",
        "grace_days": "2",
        "threshold": "0.9",
        "horizon_days_to_m1": "7",
        "horizon_days_from_m2": "14",
        "instalment_horizon_days": "90",
        "max_instalments": "6",
        "minimum_share": "0",
        "minimum_amount": "0",
        "follow_up_days": "3",
        **changed,
    }


def test_a_manager_writes_a_policy(cast, day):
    browser = cast.browser("manager")
    assert browser.get("/promises/policy/new/").context["form"].initial["threshold"] == "1"
    assert browser.post("/promises/policy/new/", typed()).url == "/promises/policy/"
    written = PromisePolicy.objects.get(valid_from=d("04-01"))
    assert (written.grace_days, written.threshold) == (2, Decimal("0.9"))
    text = browser.get("/promises/policy/").content.decode()
    assert "more time in April" in text and "90\u202f%" in text


def test_what_cannot_be_stands_at_its_field(cast, day):
    browser = cast.browser("manager")
    for changed, field in (
        ({"valid_from": "2025-03-10"}, "valid_from"),
        ({"threshold": "1.1"}, "threshold"),
        ({"reason": ""}, "reason"),
        ({"max_instalments": "0"}, "max_instalments"),
    ):
        answer = browser.post("/promises/policy/new/", typed(**changed))
        assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_who_sees_and_who_writes_the_policy(cast, day):
    seen = {role for role in ROLES if page(cast, role=role, address="/promises/policy/").status_code == 200}
    written = {role for role in ROLES if page(cast, role=role, address="/promises/policy/new/").status_code == 200}
    assert seen == {"lead", "manager", "quality", "compliance", "administrator"}
    assert written == {"manager", "compliance"}


def test_pages_are_read_in_chinese_too(cast, day):
    one = made()
    browser = cast.browser("manager")
    browser.cookies["django_language"] = "zh-hans"
    for address in ("/promises/", f"/promises/{one.pk}/", "/promises/results/", "/promises/policy/"):
        assert "承诺" in browser.get(address).content.decode()
