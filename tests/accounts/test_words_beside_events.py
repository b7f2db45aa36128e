"""No word somebody typed stands in an event: it stands in a row of its own, and goes with the person."""

from importlib import import_module

import pytest

from accounts.actions.calendars import change_calendar
from accounts.actions.erasure import erase_personal_data
from accounts.actions.holds import place_hold, release_hold
from accounts.actions.restrictions import restrict
from accounts.models import AccountHold, CalendarChange, Cardholder, RestrictionChange
from collections_app.events.models import Event
from collections_app.people.models import ChangeNote
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.accounts.desk import noon, open_desk

pytestmark = pytest.mark.django_db
CHIEF = Actor.command("test")
NOON = noon("03-10")
WORDS = "李娜 called from 13800138000"


@pytest.fixture
def desk():
    """An account about which people wrote something wherever they may."""
    desk = open_desk(aged_to="03-10")
    restrict(actor=CHIEF, cardholder_id=desk.account.cardholder_id, restriction="VIP", reason=WORDS, on=d("03-10"))
    restrict(actor=CHIEF, cardholder_id=desk.account.cardholder_id, restriction="", reason=WORDS, on=d("03-10"))
    hold = place_hold(actor=CHIEF, account_no=desk.no, kind="DISPUTE", reason=WORDS, at=NOON)
    release_hold(actor=CHIEF, hold_id=hold.pk, reason=WORDS, at=NOON)
    change_calendar(actor=CHIEF, account_no=desk.no, statement_day=20, due_offset_days=25, reason=WORDS, at=NOON)
    return desk


def written():
    """Every text beside a fact of an account."""
    holds = AccountHold.objects.values_list("reason", "release_reason")
    rows = [*RestrictionChange.objects.values_list("reason"), *CalendarChange.objects.values_list("reason")]
    return [text for row in [*holds, *rows] for text in row]


def test_words_stand_in_rows_and_in_no_event(desk):
    assert written() == [WORDS] * 5
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"cardholder.restricted", "cardholder.opened", "hold.released", "calendar.changed"} <= kinds
    assert not [event for event in Event.objects.all() if "李娜" in str(event.data) or "reason" in event.data]


def test_they_go_with_the_person_and_the_facts_stay(desk):
    before = CalendarChange.objects.values("from_seq", "statement_day", "recorded_on").get()
    erased = erase_personal_data(
        actor=CHIEF, cardholder_id=desk.account.cardholder_id, reason="asked for in letter 118", at=NOON
    )
    assert written() == ["…"] * 5
    assert erased.notes == 4, "rows: a hold, two restrictions, another statement day"
    assert CalendarChange.objects.values("from_seq", "statement_day", "recorded_on").get() == before
    assert Cardholder.objects.get(pk=desk.account.cardholder_id).erasure_reason == "asked for in letter 118"
    assert "letter 118" not in str(Event.objects.get(kind="personal_data.erased").data)


def test_they_are_shown_from_their_rows(cast, desk):
    browser = cast.browser("manager")
    page = browser.get(f"/accounts/{desk.no}/").content.decode()
    assert f"VIP: {WORDS}" in page and f"open to every role: {WORDS}" in page
    assert cast.browser("lead").get(f"/accounts/{desk.no}/").context.get("restriction_changes") is None
    assert f"Released: {WORDS}" in browser.get(f"/accounts/{desk.no}/?tab=holds").content.decode()
    row = cast.api("manager").get("/api/v1/holds", {"account_no": desk.no}).json()["results"][0]
    assert (row["reason"], row["release_reason"]) == (WORDS, WORDS)


@pytest.mark.parametrize("field", ["statement_day", "from_seq", "recorded_on"])
def test_the_facts_of_another_statement_day_cannot_be_changed(desk, field):
    with pytest.raises(Exception, match="append-only"):
        sql.run(f"UPDATE accounts_calendarchange SET {field} = {field}")


# -- what events recorded before ------------------------------------------------------------------------------


def happened(kind, **more):
    return Event.objects.create(kind=kind, actor="user:1", business_date=d("03-10"), **more)


def moved(package, name):
    migration = import_module(f"{package}.migrations.{name}")
    sql.run(migration.MOVE)
    return migration


def test_words_of_old_events_move_to_rows_and_go_from_the_erased():
    desk = open_desk(aged_to="03-10")
    gone = Cardholder.objects.create(customer_no="G1", kind="PERSON", recorded_on=d("01-01"), erased_on=d("02-01"))
    kept = desk.account.cardholder
    hold = place_hold(actor=CHIEF, account_no=desk.no, kind="DISPUTE", reason="x", at=NOON)
    for holder in (kept, gone):
        data = {"restriction": "VIP", "before": "", "reason": WORDS}
        happened("cardholder.restricted", cardholder_id=holder.pk, data=data)
    held = {"hold": hold.pk, "reason": WORDS}
    happened("hold.released", account_id=desk.account.pk, cardholder_id=kept.pk, data=held)
    happened("personal_data.erased", cardholder_id=gone.pk, data={"reason": "letter 118", "names": 1})
    sql.run(moved("accounts", "0019_words_beside_events").GO_FROM_THE_ERASED)
    reasons = RestrictionChange.objects.order_by("id").values_list("cardholder", "reason", "recorded_by")
    assert list(reasons) == [(kept.pk, WORDS, "user:1"), (gone.pk, "…", "user:1")]
    hold.refresh_from_db()
    gone.refresh_from_db()
    assert (hold.reason, hold.release_reason, gone.erasure_reason) == ("x", WORDS, "letter 118")
    assert not [event for event in Event.objects.all() if "reason" in event.data]
    assert Event.objects.get(kind="personal_data.erased").data == {"names": 1}
    with pytest.raises(Exception, match="append-only"):
        Event.objects.update(actor="night")


def test_old_notes_of_changes_of_team_move_to_rows(cast):
    user = cast.user("agent")
    for note in ("ill", ""):
        happened("person.assigned", data={"user_id": user.pk, "note": note})
    happened("group.moved", data={"users": [user.pk], "note": "ill"})
    moved("collections_app.people", "0003_words_beside_events")
    kept = ChangeNote.objects.get()
    assert (kept.user, kept.text) == (user, "ill")
    data = Event.objects.filter(kind="person.assigned").order_by("id").values_list("data", flat=True)
    assert list(data) == [{"user_id": user.pk, "note": kept.pk}, {"user_id": user.pk}]
    assert Event.objects.get(kind="group.moved").data == {"users": [user.pk]}
    assert ChangeNote.objects.create(user=user, text="next").pk > kept.pk
