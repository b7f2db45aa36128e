"""My day and the queue page: what is due, what waits, what was done; for whom, with how many queries."""

from datetime import timedelta
from decimal import Decimal

import pytest

from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.cases.actions.claims import claim
from collections_app.cases.models import Case
from collections_app.contacts.models import Contact
from collections_app.people.models import Team, User
from tests.accounts.cards import d
from tests.arrangements.promised import promised
from tests.cases.desk import NOW, change, waiting
from tests.cases.files import holder
from tests.contacts.desk import RPC, entry
from tests.desk.stage import join

pytestmark = pytest.mark.django_db
EVERYBODY = ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")


def day(cast, role="agent"):
    return cast.browser(role).get("/desk/")


def test_who_has_a_day_of_work(cast):
    assert {role for role in EVERYBODY if day(cast, role).status_code == 200} == {
        "agent",
        "lead",
        "manager",
        "integration",
    }


def test_an_agent_begins_with_it_and_a_lead_with_the_cases(cast):
    assert cast.browser("agent").get("/").url == "/desk/"
    assert cast.browser("lead").get("/").url != "/desk/"


def test_before_anything_happened_every_list_says_so(cast):
    text = day(cast).content.decode()
    assert "Nothing to follow up." in text
    assert "You are in no team yet." in text


def test_my_queues_say_how_many_may_be_called_and_how_old_the_oldest_is(cast, front):
    waiting(past_due="900.00"), waiting()
    asleep, taken = waiting(), waiting()
    change(asleep, sleeps_until=NOW + timedelta(hours=1))
    claim(actor=cast.actor("lead"), case_id=taken.pk, at=NOW)
    (line,) = [line for line in day(cast).context["day"].queues if line.cases]
    assert (line.queue.code, line.callable, line.cases, line.oldest) == ("m1", 2, 4, d("02-26"))


def test_my_queues_count_what_i_may_see_and_would_be_handed(cast, front):
    waiting(), waiting(of=holder(restriction="VIP"))
    waiting(team=Team.objects.get(code="MID")), waiting(last_contact_at=NOW - timedelta(minutes=119))
    waiting(agent=cast.user("lead")), waiting(agent=cast.user("agent"))
    (line,) = [line for line in day(cast).context["day"].queues if line.cases]
    assert (line.callable, line.cases) == (2, 5)
    listed = queue(cast).context["page"]
    assert len(listed.cases) + len(listed.due) == line.cases


def test_cases_in_languages_i_do_not_speak_wait_for_others(cast, front):
    User.objects.filter(pk=cast.user("agent").pk).update(spoken_languages=["zh"])
    for language in ("yue", "yue", "hak"):
        waiting(of=holder(language=language))
    shown = day(cast)
    assert (shown.context["day"].callable, shown.context["day"].foreign) == (0, [("yue", 2), ("hak", 1)])
    text = shown.content.decode()
    assert "in a language you do not have on record" in text
    assert "Cantonese (2)" in text and "Hakka (1)" in text
    after = cast.browser("agent").post("/desk/next/", follow=True).content.decode()
    assert "in a language you do not have on record" in after
    waiting(of=holder(language="zh")), waiting(of=holder(language="yue"), agent=cast.user("agent"))
    shown = day(cast)
    assert (shown.context["day"].callable, shown.context["day"].foreign) == (2, [("yue", 2), ("hak", 1)])
    assert "in a language you do not have on record" not in shown.content.decode()


def test_a_follow_up_is_listed_for_who_agreed_it_and_for_whose_case_it_is(cast, front):
    mine, agreed, other = waiting(), waiting(), waiting()
    change(mine, agent=cast.user("agent"), follow_up_at=NOW - timedelta(hours=1))
    change(other, agent=cast.user("lead"), follow_up_at=NOW)
    from collections_app.contacts.actions import log_contact

    told = entry("RPC_CALLBACK", inbound=True, number="13800138000", follow_up_at=NOW + timedelta(hours=2), **RPC)
    log_contact(actor=cast.actor("agent"), case_id=agreed.pk, entry=told, at=NOW)
    answer = day(cast)
    assert [case.pk for case in answer.context["day"].follow_ups] == [mine.pk, agreed.pk]
    assert answer.content.decode().count('class="tabular late"') == 1


def test_promises_due_and_broken_stand_apart(cast, front):
    due, broken = waiting(), waiting()
    promised(due, "100.00", "03-10", actor=cast.actor("agent"))
    gone = promised(broken, "100.00", "03-10", actor=cast.actor("agent"))
    PromiseToPay.objects.filter(pk=gone.pk).update(status="BROKEN", settled_on=d("03-10"))
    PromiseInstalment.objects.filter(promise=gone).update(status="BROKEN", settled_on=d("03-10"))
    shown = day(cast).context["day"]
    assert [promise.case_id for promise in shown.promises] == [due.pk]
    assert [promise.case_id for promise in shown.broken] == [broken.pk]


def test_my_figures_count_what_i_did_today(cast, front):
    from collections_app.contacts.actions import log_contact

    case = waiting()
    for outcome, said in (("NO_ANSWER", {}), ("RPC_EXCUSE", {**RPC, "reason": "ILLNESS"})):
        told = entry(outcome, inbound=True, number="13800138000", **said)
        log_contact(actor=cast.actor("agent"), case_id=case.pk, entry=told, at=NOW)
    promised(case, "100.00", "03-12", actor=cast.actor("agent"))
    done = day(cast).context["day"].done
    assert (done.contacts, done.right_party, done.promises, done.promised) == (2, 1, 1, Decimal("100.00"))
    assert day(cast, "lead").context["day"].done.contacts == 0
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(("cases", "asked"), [(1, 17), (3, 17), (7, 18)])
def test_my_day_asks_a_fixed_number_of_queries(cast, front, cases, asked, django_assert_num_queries):
    """One more to count a list that is longer than what is shown of it."""
    for _ in range(cases):
        made = waiting()
        change(made, agent=cast.user("agent"), follow_up_at=NOW)
        promised(waiting(), "100.00", "03-10", actor=cast.actor("agent"))
    browser = cast.browser("agent")
    with django_assert_num_queries(asked):
        browser.get("/desk/")


# -- the queue ------------------------------------------------------------------------------------------------------


def queue(cast, query="", role="agent", code="m1"):
    return cast.browser(role).get(f"/desk/queues/{code}/{query}")


def test_a_queue_stands_in_its_order_due_follow_ups_first(cast, front):
    small, large, due = waiting(past_due="100.00"), waiting(past_due="900.00"), waiting()
    change(due, follow_up_at=NOW)
    page = queue(cast).context["page"]
    assert [case.pk for case in page.due] == [due.pk]
    assert [case.pk for case in page.cases] == [large.pk, small.pk]


def test_a_queue_says_how_many_follow_ups_are_due_beyond_those_it_shows(cast, front, monkeypatch):
    monkeypatch.setattr("collections_app.desk.queries.queue.DUE", 2)
    for _ in range(3):
        change(waiting(), follow_up_at=NOW)
    answer = queue(cast)
    assert (len(answer.context["page"].due), answer.context["page"].due_count) == (2, 3)
    assert "the oldest 2 of 3" in answer.content.decode()


def test_a_queue_says_who_works_what(cast, front):
    made = waiting()
    claim(actor=cast.actor("lead"), case_id=made.pk, at=NOW)
    assert "The lead" in queue(cast).content.decode()


def test_pages_of_a_queue_by_the_last_case_seen(cast, front, monkeypatch):
    monkeypatch.setattr("collections_app.desk.queries.queue.PAGE", 2)
    made = [waiting(past_due=f"{900 - number}.00") for number in range(5)]
    seen, query = [], ""
    for _ in range(3):
        page = queue(cast, query).context["page"]
        seen += [case.pk for case in page.cases]
        query = f"?cursor={page.next}"
    assert seen == [case.pk for case in made]
    assert page.next == ""


def test_a_cursor_that_left_the_queue_begins_anew(cast, front):
    made = waiting()
    assert [case.pk for case in queue(cast, "?cursor=0").context["page"].cases] == [made.pk]


def test_restricted_cases_are_not_listed(cast, front):
    made = waiting()
    type(made.cardholder).objects.update(restriction="VIP")
    assert queue(cast).context["page"].cases == []


def test_next_of_a_queue_is_for_its_teams(cast, front):
    waiting()
    assert "Next case of this queue" in queue(cast).content.decode()
    assert "Next case of this queue" not in queue(cast, role="quality").content.decode()
    join(cast, "manager", "BACK")
    assert "Next case of this queue" not in queue(cast, role="manager").content.decode()


def test_who_sees_a_queue(cast):
    assert {role for role in EVERYBODY if queue(cast, role=role).status_code == 200} == {*EVERYBODY} - {"administrator"}
    assert queue(cast, code="no-such").status_code == 404


@pytest.mark.parametrize("cases", [1, 7])
def test_a_queue_asks_a_fixed_number_of_queries(cast, front, cases, django_assert_num_queries):
    for _ in range(cases):
        waiting()
        change(waiting(), follow_up_at=NOW)
    assert Case.objects.count() == 2 * cases
    browser = cast.browser("agent")
    with django_assert_num_queries(9):
        browser.get("/desk/queues/m1/")
