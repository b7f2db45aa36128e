"""Cardholders and accounts: what lands, what changes, what is frozen."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import (
    Address,
    CalendarChange,
    CardAccount,
    Cardholder,
    ContactPoint,
    Installation,
    PersonalData,
    Reject,
)
from accounts.queries.terms import terms_of
from collections_app.events.models import Event
from collections_app.nightly.actions import run_nights
from collections_app.shared import crypto
from collections_app.shared.actor import Actor

from .conftest import ACCOUNTS, CARDHOLDERS

FULL = (
    "customer_no,kind,name,id_type,id_number,birth_date,gender,language,mobile,home_phone,work_phone,email,"
    "registered_province,registered_city,registered_address,home_province,home_city,home_address,"
    "employer_province,employer_city,employer_address\n"
    "C1,PERSON,张三,ID_CARD,99999919850214012X,1985-02-14,M,Mandarin,+86 000-1000-0042,,00020000042,Zhang@Example.com,"
    "四川省,成都市,人民路1号,上海市,,南京路（东）2号,北京市,北京市,\n"
)


def test_the_same_files_twice_change_nothing(open_desk):
    for content in (CARDHOLDERS, ACCOUNTS):
        open_desk.deliver(content)
        assert open_desk.counts() == (0, 0, 2, 0)
    assert Event.objects.filter(kind__endswith=".changed").count() == 0


def test_personal_data_is_stored_encrypted_and_found_by_its_hash(desk):
    desk.deliver(FULL)
    assert desk.faults() == []
    holder, person = Cardholder.objects.get(), PersonalData.objects.get()
    assert (holder.region, holder.language, person.name) == ("上海市", "Mandarin", "张三")
    assert crypto.decrypt(person.id_number) == "99999919850214012X"
    mobile = ContactPoint.objects.get(value_hash=crypto.keyed_hash("00010000042"))
    assert (crypto.decrypt(mobile.value), mobile.masked, mobile.kind) == ("00010000042", "000****0042", "MOBILE")
    assert crypto.decrypt(ContactPoint.objects.get(kind="EMAIL").value) == "zhang@example.com"
    lines = {place.kind: crypto.decrypt(place.line) for place in Address.objects.all()}
    assert lines == {"REGISTERED": "人民路1号", "HOME": "南京路（东）2号", "EMPLOYER": ""}


def test_personal_data_twice_is_the_same_although_each_encryption_differs(desk):
    desk.deliver(FULL)
    desk.deliver(FULL)
    assert desk.counts() == (0, 0, 1, 0)
    assert (ContactPoint.objects.count(), Address.objects.count()) == (3, 3)


def test_a_changed_cardholder_keeps_what_the_file_leaves_empty(desk):
    desk.deliver(FULL)
    desk.deliver("customer_no,kind,name,mobile,home_province,home_city\nC1,PERSON,张叁,000 3000 0042,上海市,上海市\n")
    assert desk.counts() == (0, 1, 0, 0)
    assert PersonalData.objects.get().name == "张叁"
    assert PersonalData.objects.get().gender == "M"
    assert ContactPoint.objects.filter(kind="MOBILE").count() == 2
    assert Address.objects.get(kind="HOME").city == "上海市"
    assert crypto.decrypt(Address.objects.get(kind="HOME").line) == "南京路（东）2号"
    event = Event.objects.get(kind="cardholder.changed")
    assert event.data["columns"] == ["home_address", "mobile", "name"]
    assert "张" not in str(event.data)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("mobile", "call me", "not_a_phone"),
        ("email", "nowhere", "not_an_email"),
        ("birth_date", "2026-04-01", "in_the_future"),
        ("gender", "男", "unknown_code"),
        ("home_city", "上海市", "missing"),
    ],
)
def test_wrong_personal_data_is_named_and_never_repeated(desk, column, value, reason):
    desk.deliver(f"customer_no,kind,name,{column}\nC1,PERSON,Li,{value}\n")
    ((line, named, found),) = desk.faults()
    assert (line, found) == (2, reason)
    assert named == ("home_province" if column == "home_city" else column)
    assert value not in Reject.objects.get().value
    if column in ("mobile", "email", "birth_date"):
        assert desk.last.rejects.get().value == "***"


def test_a_row_one_column_off_leaves_no_name_in_the_list_of_rejects(desk):
    desk.deliver("customer_no,kind,name,gender,recorded_date\nC1,张三,PERSON,李四,王五\n")
    assert {(reject.column, reject.value) for reject in Reject.objects.all()} == {
        ("kind", "***"),
        ("gender", "***"),
        ("recorded_date", "***"),
    }


def test_an_erased_cardholder_is_not_brought_back(open_desk):
    Cardholder.objects.filter(customer_no="C1").update(erased_on="2026-03-01")
    open_desk.deliver(CARDHOLDERS)
    assert open_desk.faults() == [(2, "customer_no", "erased")]


def test_a_person_does_not_become_a_company(open_desk):
    open_desk.deliver("customer_no,kind,name\nC1,COMPANY,张三\n")
    assert open_desk.faults() == [(2, "kind", "frozen")]


def test_demo_people_are_marked(desk):
    desk.deliver(CARDHOLDERS, demo=True)
    assert Cardholder.objects.filter(is_demo=True).count() == 2


def test_a_cardholder_may_hold_several_cards(open_desk):
    open_desk.deliver(ACCOUNTS.replace("A1,C1", "A3,C1").replace("A2,C2", "A4,C1"))
    assert CardAccount.objects.filter(cardholder__customer_no="C1").count() == 3


@pytest.mark.parametrize(
    ("opened_on", "statement_day", "first"),
    [
        ("2025-01-10", 5, "2025-02-05"),
        ("2025-01-05", 5, "2025-02-05"),
        ("2025-01-04", 5, "2025-01-05"),
        ("2024-01-31", 31, "2024-02-29"),
        ("2025-01-30", 31, "2025-01-31"),
    ],
)
def test_the_first_statement_is_the_first_after_the_opening(open_desk, opened_on, statement_day, first):
    row = f"A9,C1,STD,CNY,{opened_on},{statement_day},20,50000,BANK,BANK\n".replace(",20,", ",,20,")
    header = ACCOUNTS.splitlines()[0].replace("due_day", "due_day,due_offset_days")
    open_desk.deliver(f"{header}\n{row}")
    assert open_desk.faults() == []
    assert str(CardAccount.objects.get(account_no="A9").first_statement_date) == first


@pytest.mark.parametrize(
    ("terms", "column", "reason"),
    [
        ({"due_day": "", "due_offset_days": ""}, "due_day", "due_day_and_offset"),
        ({"due_day": "25", "due_offset_days": "20"}, "due_day", "due_day_and_offset"),
        ({"due_day": "5"}, "due_day", "due_reaches_next_statement"),
        ({"statement_day": "30", "due_day": "28"}, "due_day", "due_reaches_next_statement"),
        ({"due_day": "", "due_offset_days": "28"}, "due_offset_days", "out_of_range"),
        ({"first_statement_date": "2025-02-06"}, "first_statement_date", "not_on_calendar"),
        ({"first_statement_date": "2025-01-05"}, "first_statement_date", "before_opening"),
        ({"cash_limit": "-1"}, "cash_limit", "negative"),
        ({"card_last4": "12345"}, "card_last4", "not_digits"),
        ({"status": "LOST"}, "status", "unknown_code"),
        ({"status_since": "2027-01-01"}, "status_since", "in_the_future"),
        ({"recorded_date": "2027-01-01"}, "recorded_date", "in_the_future"),
    ],
)
def test_account_terms_that_cannot_be_are_rejected(open_desk, terms, column, reason):
    row = {
        "account_no": "A9",
        "customer_no": "C1",
        "product": "STD",
        "currency": "CNY",
        "opened_on": "2025-01-10",
        "statement_day": "5",
        "due_day": "25",
        "due_offset_days": "",
        "credit_limit": "50000",
        "statements_by": "BANK",
        "charges_by": "BANK",
    } | terms
    open_desk.deliver(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    assert open_desk.faults() == [(2, column, reason)]


def test_a_new_limit_lands_with_an_event_that_tells_before_and_after(open_desk):
    open_desk.deliver(ACCOUNTS.replace("50000", "60000"))
    assert open_desk.counts() == (0, 1, 1, 0)
    account = CardAccount.objects.get(account_no="A1")
    event = Event.objects.get(kind="account.changed")
    assert (event.account_id, event.actor) == (account.pk, "command:intake")
    assert (event.data["before"], event.data["after"]) == ({"credit_limit": 50000.0}, {"credit_limit": 60000.0})


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("A1,C1", "A1,C2", "customer_no"),
        ("A1,C1,STD,CNY", "A1,C1,STD,USD", "currency"),
        ("2025-01-10,5,", "2025-01-10,6,", "statement_day"),
        ("50000,BANK,BANK", "50000,OWN,BANK", "statements_by"),
        ("50000,BANK,BANK", "50000,BANK,OWN", "charges_by"),
    ],
)
def test_what_the_ledger_rests_on_is_frozen(open_desk, old, new, column):
    open_desk.deliver(ACCOUNTS.replace(old, new))
    assert (2, column, "frozen") in open_desk.faults()
    assert open_desk.counts() == (0, 0, 1, 1)


def test_a_closed_account_remembers_since_when(open_desk):
    header, first, _second = ACCOUNTS.splitlines()
    open_desk.deliver(f"{header},status\n{first},CLOSED\n")
    account = CardAccount.objects.get(account_no="A1")
    assert (account.status, str(account.status_since)) == ("CLOSED", "2026-03-20")
    open_desk.deliver(ACCOUNTS)
    assert open_desk.counts() == (0, 0, 2, 0)


def test_the_first_row_of_a_key_counts_and_the_others_name_its_line(open_desk):
    header, first, _second = ACCOUNTS.splitlines()
    row = first.replace("A1", "A9")
    open_desk.deliver("\n".join([header, row, row.replace("50000", "70000"), row]) + "\n")
    assert open_desk.faults() == [(3, "account_no", "duplicate_in_file"), (4, "account_no", "duplicate_in_file")]
    assert open_desk.last.rejects.first().value == "2"
    assert CardAccount.objects.get(account_no="A9").credit_limit == 50000


# -- another calendar -------------------------------------------------------------------------------------------------


@pytest.fixture
def begun(open_desk):
    """A night has opened both accounts: from now on their calendar changes by a dated fact."""
    Installation.objects.create(business_date=date(2026, 3, 19))
    run_nights(actor=Actor.night(), until=date(2026, 3, 20))
    return open_desk


def test_another_statement_day_begins_with_the_next_cycle(begun):
    begun.deliver(ACCOUNTS.replace("2025-01-10,5,25,", "2025-01-10,12,2,"))
    assert begun.counts() == (0, 1, 1, 0)
    account = CardAccount.objects.get(account_no="A1")
    change = account.calendar_changes.get()
    assert (account.statement_day, account.due_day) == (5, 25)
    assert (change.statement_day, change.due_rule, change.due_day) == (12, "DAY", 2)
    calendar = terms_of(account).calendar
    assert [calendar.statement(change.from_seq - 1), calendar.statement(change.from_seq)] == [
        date(2026, 4, 5),
        date(2026, 5, 12),
    ]
    assert Event.objects.get(kind="calendar.changed").account_id == account.pk
    begun.deliver(ACCOUNTS.replace("2025-01-10,5,25,", "2025-01-10,12,2,"))
    assert begun.counts() == (0, 0, 2, 0)


def test_a_statement_of_the_new_days_lands_and_one_of_the_old_does_not(begun):
    begun.deliver(ACCOUNTS.replace("2025-01-10,5,25,", "2025-01-10,12,2,"))
    later = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
    header = "account_no,statement_date,balance,minimum_due,interest,fees\n"
    begun.deliver(header + "A1,2026-05-12,1000.00,100.00,0,0\nA1,2026-05-05,1000.00,100.00,0,0\n", at=later)
    assert begun.faults() == [(3, "statement_date", "not_on_calendar")]
    assert CardAccount.objects.get(account_no="A1").statements.get().due_date == date(2026, 6, 2)


def test_a_calendar_that_would_skip_a_month_is_listed(begun):
    begun.deliver(ACCOUNTS.replace("2025-01-31,31,20,", "2025-01-31,1,10,"))
    assert begun.faults() == [(3, "statement_day", "due_reaches_next_statement")]
    assert not CalendarChange.objects.exists()
