"""A restricted file: at every door only those cleared for it by name; who closes and opens files."""

from decimal import Decimal

import pytest

from accounts.actions.holds import place_hold
from accounts.actions.payments import post_payment
from accounts.actions.restrictions import restrict
from accounts.actions.reveal import reveal
from accounts.models import AccountHold, CardAccount, Cardholder, LedgerEntry, RestrictionChange, SuspectedDuplicate
from accounts.queries.visible import visible_to
from collections_app.events.models import Event
from collections_app.people.models import ClearanceGrant
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import PLAIN, d, entry, worked_account
from tests.accounts.database import install, product_following, store_account
from tests.accounts.desk import noon
from tests.accounts.pages.conftest import PHONE, give_person
from tests.accounts.played import run_night, store_played

pytestmark = pytest.mark.django_db

REASON = "joined the bank"


@pytest.fixture
def pair(db):
    """One account of a restricted person (M2) and one of somebody else, with the same phone."""
    install()
    product = product_following(PLAIN)
    closed = store_played(worked_account(entry("PAYMENT", "100.00", "04-08")), until=d("04-10"), product=product)
    plain = store_account(worked_account().terms, product)
    give_person(closed.cardholder, "张三丰")
    give_person(plain.cardholder, "张小明", identity="999999198501010029")
    run_night(d("04-10"))
    Cardholder.objects.filter(pk=closed.cardholder_id).update(restriction="STAFF")
    closed.cardholder.refresh_from_db()
    return closed, plain


def clear(cast, role, restriction="STAFF"):
    ClearanceGrant.objects.create(user=cast.user(role), restriction=restriction, valid_from="2000-01-01")


def refused(action, **arguments):
    with pytest.raises(Refused) as caught:
        action(**arguments)
    return caught.value.code


def close(actor, cardholder, restriction="VIP", **more):
    given = {"restriction": restriction, "reason": REASON, "on": d("04-10"), **more}
    return restrict(actor=actor, cardholder_id=cardholder.pk, **given)


# -- who sees -------------------------------------------------------------------------------------------------


def test_visible_to_leaves_out_what_the_actor_is_not_cleared_for(cast, pair):
    closed, plain = pair
    vip = store_account(worked_account().terms, closed.product)
    Cardholder.objects.filter(pk=vip.cardholder_id).update(restriction="VIP")

    def seen(actor):
        return set(CardAccount.objects.filter(visible_to(actor, prefix="cardholder__")))

    assert seen(cast.actor("manager")) == {plain}
    assert seen(Actor.night()) == {closed, plain, vip}
    clear(cast, "agent")
    assert seen(cast.actor("agent")) == {closed, plain}
    assert set(Cardholder.objects.filter(visible_to(cast.actor("agent")))) == {closed.cardholder, plain.cardholder}
    clear(cast, "agent", "VIP")
    assert seen(cast.actor("agent")) == {closed, plain, vip}


# -- pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["张", PHONE, "{no}", ""], ids=["name", "phone", "number", "everyone"])
def test_the_search_does_not_find_a_restricted_file_and_says_nothing(cast, pair, typed):
    closed, plain = pair
    asked = {"q": typed.format(no=closed.account_no)}

    def found():
        answer = cast.browser("lead").get("/accounts/", asked)
        return answer if answer.status_code == 302 else {row.pk for row in answer.context["page"].rows}

    assert found() == (set() if "no" in typed else {plain.pk})
    assert not Event.objects.filter(kind="restricted.refused").exists()
    clear(cast, "lead")
    assert "no" in typed or closed.pk in found()


@pytest.mark.parametrize("address", ["", "what-if/?amount=1.00&pay_on=2025-04-10", "?tab=ledger"])
def test_the_page_of_a_restricted_account_refuses_and_puts_it_on_record(cast, pair, address):
    closed, _plain = pair
    answer = cast.browser("lead").get(f"/accounts/{closed.account_no}/{address}")
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "This file is restricted" in text
    assert "张三丰" not in text
    event = Event.objects.get(kind="restricted.refused")
    assert (event.actor, event.account_id, event.cardholder_id) == (
        f"user:{cast.user('lead').pk}",
        closed.pk,
        closed.cardholder_id,
    )
    assert event.data == {"restriction": "STAFF", "door": "browser"}
    clear(cast, "lead")
    assert cast.browser("lead").get(f"/accounts/{closed.account_no}/{address}").status_code == 200


def test_nobody_reveals_what_they_may_not_see(cast, pair):
    closed, _plain = pair
    assert cast.browser("lead").post(f"/accounts/{closed.account_no}/reveal/").status_code == 403
    given = {"cardholder_id": closed.cardholder_id, "what": ["id_number"], "at": noon("04-10")}
    assert refused(reveal, actor=cast.actor("lead"), **given) == "restricted"
    clear(cast, "lead")
    assert reveal(actor=cast.actor("lead"), **given)["id_number"]


def test_the_list_of_duplicates_leaves_restricted_files_out(cast, pair):
    closed, _plain = pair
    entries = list(LedgerEntry.objects.filter(card_account=closed)[:2])
    SuspectedDuplicate.objects.create(entry=entries[0], other=entries[1], found_on=d("04-10"))
    for cleared in (False, True):
        if cleared:
            clear(cast, "manager")
        shown = cast.browser("manager").get("/duplicates/").context["page"].rows
        listed = cast.api("manager").get("/api/v1/suspected-duplicates").json()["results"]
        assert (len(shown), len(listed)) == (cleared, cleared)


# -- REST -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("accounts", "account_no"),
        ("statements", "account_no"),
        ("ledger-entries", "account_no"),
        ("holds", "account_no"),
        ("cardholders", "customer_no"),
    ],
)
def test_the_lists_leave_restricted_files_out(cast, pair, address, named):
    closed, _plain = pair
    AccountHold.objects.create(card_account=closed, kind="DISPUTE", since=d("04-10"), recorded_on=d("04-10"))
    wanted = closed.account_no if named == "account_no" else closed.cardholder.customer_no

    def names():
        return {row[named] for row in cast.api("lead").get(f"/api/v1/{address}").json()["results"]}

    assert wanted not in names()
    clear(cast, "lead")
    assert wanted in names()


@pytest.mark.parametrize(
    "address",
    ["accounts/{no}", "accounts/{no}/explanation", "accounts/{no}/bucket-calendar", "cardholders/{customer}"],
)
def test_one_restricted_file_is_refused_by_name(cast, pair, address):
    closed, _plain = pair
    address = "/api/v1/" + address.format(no=closed.account_no, customer=closed.cardholder.customer_no)
    answer = cast.api("lead").get(address)
    assert (answer.status_code, answer.json()["code"]) == (403, "restricted")
    assert Event.objects.get(kind="restricted.refused").data["door"] == "api"
    clear(cast, "lead")
    assert cast.api("lead").get(address).status_code == 200


def test_a_booking_of_a_restricted_file_is_not_found(cast, pair):
    closed, _plain = pair
    number = LedgerEntry.objects.filter(card_account=closed).first().pk
    assert cast.api("lead").get(f"/api/v1/ledger-entries/{number}").status_code == 404
    clear(cast, "lead")
    assert cast.api("lead").get(f"/api/v1/ledger-entries/{number}").status_code == 200


def test_a_hold_needs_the_clearance_and_a_payment_does_not(cast, pair):
    closed, _plain = pair
    hold = {"account_no": closed.account_no, "kind": "DISPUTE", "reason": "x", "at": noon("04-10")}
    assert refused(place_hold, actor=cast.actor("lead"), **hold) == "restricted"
    posted = post_payment(
        actor=cast.actor("integration"),
        account_no=closed.account_no,
        amount=Decimal("5.00"),
        value_date=d("04-10"),
        source_ref="P-9",
        at=noon("04-10"),
    )
    assert posted.created


# -- who closes and opens -------------------------------------------------------------------------------------


def test_a_file_is_closed_at_once_and_opened_again(cast, pair):
    _closed, plain = pair
    close(cast.actor("manager"), plain.cardholder)
    assert cast.browser("lead").get(f"/accounts/{plain.account_no}/").status_code == 403
    event = Event.objects.get(kind="cardholder.restricted")
    change = RestrictionChange.objects.get()
    assert event.data == {"restriction": "VIP", "before": "", "change": change.pk}
    assert (change.reason, change.recorded_by) == (REASON, cast.actor("manager").label)
    clear(cast, "manager", "VIP")
    close(cast.actor("manager"), plain.cardholder, "")
    assert cast.browser("lead").get(f"/accounts/{plain.account_no}/").status_code == 200
    assert Event.objects.get(kind="cardholder.opened").data["before"] == "VIP"


def test_who_closes_files_cannot_open_what_they_may_not_see(cast, pair):
    closed, _plain = pair
    for restriction in ("", "VIP"):
        assert refused(close, actor=cast.actor("manager"), cardholder=closed.cardholder, restriction=restriction) == (
            "restricted"
        )
    closed.cardholder.refresh_from_db()
    assert closed.cardholder.restriction == "STAFF"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"restriction": "KING"}, "unknown_restriction"),
        ({"restriction": ""}, "unchanged"),
        ({"reason": " "}, "missing"),
        ({"reason": "x" * 301}, "too_long"),
    ],
)
def test_a_restriction_that_makes_no_sense_is_refused(cast, pair, change, code):
    _closed, plain = pair
    assert refused(close, actor=cast.actor("manager"), cardholder=plain.cardholder, **change) == code


def test_an_unknown_cardholder_is_refused(cast, pair):
    assert refused(close, actor=cast.actor("manager"), cardholder=Cardholder(pk=0)) == "not_found"


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "compliance", "integration", "stranger"])
def test_who_may_not_close_files(cast, pair, role):
    _closed, plain = pair
    assert refused(close, actor=cast.actor(role), cardholder=plain.cardholder) == "forbidden"
    body = {"restriction": "VIP", "reason": REASON}
    assert cast.browser(role).post(f"/accounts/{plain.account_no}/restriction/", body).status_code == 403
    address = f"/api/v1/cardholders/{plain.cardholder.customer_no}/restriction"
    assert cast.api(role).post(address, body).status_code == 403


def test_the_form_of_the_page_closes_the_file_and_leads_away_from_it(cast, pair):
    _closed, plain = pair
    browser = cast.browser("manager")
    address = f"/accounts/{plain.account_no}/"
    assert browser.get(address).context["restriction_form"]
    assert cast.browser("lead").get(address).context["restriction_form"] is None
    answer = browser.post(f"{address}restriction/", {"restriction": "VIP", "reason": ""})
    assert (answer.status_code, list(answer.context["restriction_form"].errors)) == (422, ["reason"])
    answer = browser.post(f"{address}restriction/", {"restriction": "VIP", "reason": REASON})
    assert answer.headers["Location"] == "/accounts/"
    clear(cast, "manager", "VIP")
    assert "restricted: VIP" in browser.get(address).content.decode()
    answer = browser.post(f"{address}restriction/", {"restriction": "", "reason": "left the bank"})
    assert answer.headers["Location"] == address


def test_the_rest_door_closes_and_opens_a_file(cast, pair):
    _closed, plain = pair
    clear(cast, "manager", "VIP")
    address = f"/api/v1/cardholders/{plain.cardholder.customer_no}/restriction"
    answer = cast.api("manager").post(address, {"restriction": "VIP", "reason": REASON})
    assert answer.json() == {"customer_no": plain.cardholder.customer_no, "restriction": "VIP"}
    assert cast.api("manager").post(address, {"restriction": "", "reason": REASON}).json()["restriction"] == ""
    wrong = cast.api("manager").post(address, {"restriction": "KING", "reason": REASON})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "restriction")
