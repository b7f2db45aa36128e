"""Another statement day for an account: the action, its doors, a bank's file, and what the nights make of it."""

from datetime import date

import pytest

from accounts.actions.calendars import change_calendar
from accounts.models import CalendarChange, Statement
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.accounts.desk import noon, open_desk, roles_let_in

pytestmark = pytest.mark.django_db
MANAGER = Actor.command("test")


def change(desk, *, at="03-10", statement_day=20, due_offset_days=25, **more):
    asked = {"statement_day": statement_day, "due_offset_days": due_offset_days, "reason": "asked for", **more}
    return change_calendar(actor=MANAGER, account_no=desk.no, at=noon(at), **asked)


@pytest.fixture
def desk():
    return open_desk(aged_to="03-10")


def test_the_nights_cut_on_the_new_days_from_the_next_cycle_on(desk):
    assert change(desk).from_seq == 4
    desk.age_to("06-20")
    cut = Statement.objects.filter(card_account=desk.account).order_by("seq").values_list("statement_date", "due_date")
    assert list(cut) == [
        (date(2025, 2, 5), date(2025, 2, 25)),
        (date(2025, 3, 5), date(2025, 3, 25)),
        (date(2025, 4, 5), date(2025, 4, 25)),
        (date(2025, 5, 20), date(2025, 6, 14)),
        (date(2025, 6, 20), date(2025, 7, 15)),
    ]
    # M2 lasts until the fourth statement, whenever that is
    assert desk.bucket == "M4"
    assert desk.account.position.next_statement_date == date(2025, 7, 20)


def test_it_is_on_record_with_its_reason(desk):
    change(desk)
    event = Event.objects.get(kind="calendar.changed")
    assert (event.business_date, event.data["from_seq"]) == (d("03-10"), 4)
    assert "asked for" not in str(event.data) and event.data["change"] == CalendarChange.objects.get().pk


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"statement_day": 32}, "invalid", "statement_day"),
        ({"due_day": 4}, "due_day_or_offset", "due_day"),
        ({"due_offset_days": None}, "due_day_or_offset", "due_day"),
        ({"due_offset_days": 28}, "invalid", "due_offset_days"),
        ({"due_offset_days": None, "due_day": 20}, "invalid", "due_day"),
        ({"statement_day": 5, "due_offset_days": None, "due_day": 25}, "unchanged", "statement_day"),
        ({"reason": " "}, "missing", "reason"),
        ({"reason": "card 4111 1111 1111 1111"}, "card_number", "reason"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(desk, asked, code, field):
    with pytest.raises(Refused) as refused:
        change(desk, **asked)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not CalendarChange.objects.exists()


def test_an_account_no_night_has_opened_waits(db):
    fresh = open_desk(aged_to="02-20", nights_run=False)
    with pytest.raises(Refused, match="No night"):
        change(fresh, at="02-20")


def test_rest_changes_it_and_the_account_shows_it(cast, desk):
    address = f"/api/v1/accounts/{desk.no}/calendar-changes"
    body = {"statement_day": 20, "due_offset_days": 25, "reason": "asked for"}
    assert roles_let_in(cast, address, body) == {"manager", "integration"}
    shown = cast.api("agent").get(f"/api/v1/accounts/{desk.no}").json()
    assert shown["statement_day"] == 5
    assert shown["calendar_changes"][0]["statement_day"] == 20


def test_a_refused_change_names_its_field(cast, desk):
    answer = cast.api("manager").post(f"/api/v1/accounts/{desk.no}/calendar-changes", {"statement_day": 40})
    assert answer.status_code == 400
    assert {"statement_day", "reason"} <= {error["field"] for error in answer.json()["errors"]}


def test_the_page_keeps_what_was_typed_when_it_does_not_fit(cast, desk):
    address = f"/accounts/{desk.no}/calendar/"
    wrong = {"statement_day": "20", "due_day": "20", "due_offset_days": "25", "reason": "asked for"}
    refused = cast.browser("manager").post(address, wrong)
    assert refused.status_code == 422
    assert 'value="asked for"' in refused.content.decode()
    right = {"statement_day": "20", "due_offset_days": "25", "reason": "asked for"}
    assert cast.browser("manager").post(address, right).status_code == 302
    assert "statement day 20" in cast.browser("manager").get(f"/accounts/{desk.no}/").content.decode()
    assert cast.browser("agent").post(address, right).status_code == 403
