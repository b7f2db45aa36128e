"""The compliance page: figures of today, lists with filters in the address, review and lift in place, who may."""

from datetime import timedelta

import pytest

from collections_app.compliance.actions.breaches import record_breach
from collections_app.compliance.actions.consents import give_consent
from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.actions.stops import signal_stop
from collections_app.compliance.models import Breach, ContactRefusal, Permit, StopSignal, Touch
from collections_app.shared import clock
from tests.compliance.debtors import DESK, MORNING, debtor, local

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LISTS = ["breaches", "refusals", "permits", "overrides", "signals", "consents"]


def breach(someone, contact_id=1, at=MORNING, actor=DESK):
    return record_breach(
        actor=actor,
        contact_id=contact_id,
        context=someone.context,
        contact_point_id=someone.point.pk,
        channel="PHONE",
        purpose="COLLECT",
        cause="NO_PERMIT",
        at=at,
    )


def stop(someone, at=MORNING, actor=DESK):
    return signal_stop(actor=actor, cardholder_id=someone.holder.pk, kind="CEASE", note="by letter", at=at)


def a_bit_of_everything(cast, count=1):
    """`count` rows in every list."""
    for number in range(count):
        someone = debtor(f"1380013{number:04}")
        at = MORNING + timedelta(minutes=number)
        someone.permit(at, actor=cast.actor("agent"))
        someone.refusal(local("2026-03-10 23:00"), actor=cast.actor("agent"))
        breach(someone, number, at=local("2026-03-10 22:30"), actor=cast.actor("agent"))
        stop(someone, at=at, actor=cast.actor("agent"))
        give_consent(actor=cast.actor("agent"), cardholder_id=someone.holder.pk, kind="CALL", at=at)
        grant_override(
            actor=cast.actor("manager"),
            cardholder_id=someone.holder.pk,
            rule="no_agent_call_in_m0",
            reason="asked to be called",
            at=at,
        )
    return someone


def page(cast, query="", role="lead"):
    return cast.browser(role).get(f"/compliance/{query}")


# -- figures -----------------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_today_and_of_what_waits(cast):
    a_bit_of_everything(cast)
    now = clock.now()
    Permit.objects.update(issued_at=now - HOUR, valid_until=now - HOUR / 2)
    ContactRefusal.objects.update(asked_at=now)
    figures = page(cast).context["figures"]
    assert (figures.permits, figures.refusals, figures.open_breaches, figures.unreported) == (1, 1, 1, 1)
    assert figures.by_rule == [("window", 1)]
    assert figures.overrides == 0
    text = page(cast).content.decode()
    assert "?kind=refusals&amp;rule=window" in text


def test_yesterday_is_not_today(cast):
    a_bit_of_everything(cast)
    figures = page(cast).context["figures"]
    assert (figures.permits, figures.refusals, figures.overrides) == (0, 0, 0)
    assert (figures.open_breaches, figures.unreported) == (1, 1)


# -- lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_shows_its_rows(cast, kind):
    someone = a_bit_of_everything(cast)
    answer = page(cast, f"?kind={kind}")
    assert answer.status_code == 200
    assert len(answer.context["lines"]) == 1
    assert someone.holder.customer_no in answer.content.decode()
    who = "The manager" if kind == "overrides" else "The agent"
    assert who in answer.content.decode()


@pytest.mark.parametrize("kind", LISTS)
def test_an_empty_list_says_what_it_is_for(cast, kind):
    answer = page(cast, f"?kind={kind}")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()
    assert "Nothing fits" in page(cast, f"?kind={kind}&customer_no=X").content.decode()


@pytest.mark.parametrize("kind", LISTS)
def test_a_restricted_file_is_in_no_list(cast, kind):
    someone = a_bit_of_everything(cast)
    someone.holder.restriction = "STAFF"
    someone.holder.save()
    assert page(cast, f"?kind={kind}").context["lines"] == []


@pytest.mark.parametrize("kind", LISTS)
def test_a_figure_of_one_person_leads_to_exactly_their_rows(cast, kind):
    a_bit_of_everything(cast, 2)
    who, other = ("manager", "agent") if kind == "overrides" else ("agent", "manager")
    assert len(page(cast, f"?kind={kind}&person={cast.user(who).pk}").context["lines"]) == 2
    assert page(cast, f"?kind={kind}&person={cast.user(other).pk}").context["lines"] == []
    assert page(cast, f"?kind={kind}&person=x").status_code == 422


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("who=agent", 2),
        ("who=nobody-like-that", 0),
        ("since=2026-03-10&until=2026-03-10", 2),
        ("since=2026-03-11", 0),
        ("until=2026-03-09", 0),
    ],
)
def test_the_address_narrows_every_list(cast, kind, query, rows):
    a_bit_of_everything(cast, 2)
    query = query.replace("who=agent", "who=manager") if kind == "overrides" else query
    assert len(page(cast, f"?kind={kind}&{query}").context["lines"]) == rows


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("kind=refusals&rule=window", 1),
        ("kind=refusals&rule=cease", 0),
        ("kind=breaches&rule=window", 1),
        ("kind=breaches&rule=number_day_cap", 0),
        ("kind=overrides&rule=no_agent_call_in_m0", 1),
        ("kind=permits&open=on", 1),
        ("kind=signals&open=on", 1),
        ("kind=overrides&open=on", 0),
        ("kind=consents&open=on", 0),
        ("kind=nonsense", 1),
    ],
)
def test_rules_and_what_is_open_narrow_too(cast, query, rows):
    a_bit_of_everything(cast)
    assert len(page(cast, f"?{query}").context["lines"]) == rows


def test_what_waits_can_be_ticked_where_a_list_knows_it(cast):
    ticked = {kind for kind in LISTS if 'name="open"' in page(cast, f"?kind={kind}").content.decode()}
    assert ticked == set(LISTS) - {"refusals"}


@pytest.mark.parametrize(("query", "field"), [("since=yesterday", "since"), ("rule=made_up", "rule")])
def test_what_is_not_understood_is_said_and_kept(cast, query, field):
    answer = page(cast, f"?kind=refusals&{query}")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_pages_follow_each_other_by_cursor(cast):
    someone = debtor()
    for number in range(51):
        breach(someone, number, at=MORNING + timedelta(minutes=number))
    first = page(cast)
    assert len(first.context["lines"]) == 50
    second = page(cast, f"?cursor={first.context['page'].next}")
    assert len(second.context["lines"]) == 1


@pytest.mark.parametrize("kind", LISTS)
def test_the_page_asks_a_fixed_number_of_queries(cast, kind, django_assert_max_num_queries):
    a_bit_of_everything(cast, 5)
    browser = cast.browser("lead")
    with django_assert_max_num_queries(16):
        assert len(browser.get(f"/compliance/?kind={kind}").context["lines"]) == 5


# -- acting in place ---------------------------------------------------------------------------------------------


def test_a_breach_is_reviewed_in_its_row(cast):
    kept = breach(debtor())
    address = f"/compliance/breaches/{kept.pk}/review/?kind=breaches&open=on"
    text = page(cast, "?open=on", role="quality").content.decode()
    assert f"/compliance/breaches/{kept.pk}/review/" in text
    answer = cast.browser("quality").post(address, {"finding": "coached"})
    assert answer.headers["Location"] == "/compliance/?kind=breaches&open=on"
    assert Breach.objects.get().finding == "coached"


def test_a_finding_that_is_refused_stays_in_its_row(cast):
    kept = breach(debtor())
    typed = {"finding": "he paid with 4111 1111 1111 1111"}
    answer = cast.browser("quality").post(f"/compliance/breaches/{kept.pk}/review/", typed)
    assert answer.status_code == 422
    assert answer.context["lines"][0]["form"].errors
    assert "he paid with" in answer.content.decode()
    assert Breach.objects.get().reviewed_at is None


def test_a_review_that_came_second_is_told(cast):
    kept = breach(debtor())
    browser = cast.browser("quality")
    address = f"/compliance/breaches/{kept.pk}/review/"
    browser.post(address, {"finding": "coached"})
    again = browser.post(address, {"finding": "other"})
    assert again.status_code == 422
    assert "This breach is reviewed already." in again.content.decode()
    assert Breach.objects.get().finding == "coached"


def test_a_stop_signal_is_lifted_in_its_row(cast):
    kept = stop(debtor())
    address = f"/compliance/signals/{kept.pk}/lift/?kind=signals"
    assert "/lift/" not in page(cast, "?kind=signals").content.decode()  # a lead may not
    answer = cast.browser("compliance").post(address, {"reason": "taken back"})
    assert answer.headers["Location"] == "/compliance/?kind=signals"
    assert StopSignal.objects.get().lift_reason == "taken back"
    empty = cast.browser("compliance").post(address, {"reason": ""})
    assert empty.status_code == 422


# -- who may -----------------------------------------------------------------------------------------------------

EVERYONE = ["agent", "lead", "manager", "quality", "compliance", "administrator", "integration", "stranger"]


@pytest.mark.parametrize(
    ("address", "method", "allowed"),
    [
        ("/compliance/", "get", {"lead", "manager", "quality", "compliance"}),
        ("/compliance/breaches/0/review/", "post", {"quality", "compliance"}),
        ("/compliance/signals/0/lift/", "post", {"manager", "compliance"}),
        ("/compliance/overrides/new/", "get", {"manager"}),
        ("/compliance/phrases/", "get", {"lead", "manager", "quality", "compliance"}),
        ("/compliance/phrases/0/retire/", "post", {"manager", "compliance"}),
    ],
)
def test_who_may(cast, address, method, allowed):
    let_in = {role for role in EVERYONE if getattr(cast.browser(role), method)(address).status_code != 403}
    assert let_in == allowed


def test_without_log_in_there_is_the_log_in_page(cast):
    assert cast.nobody.get("/compliance/").headers["Location"].startswith("/login/")


def test_the_demo_is_marked(cast):
    someone = debtor(is_demo=True)
    someone.permit()
    assert "demo" in page(cast, "?kind=permits").content.decode()
    assert Touch.objects.count() == 1
