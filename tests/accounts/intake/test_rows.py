"""Rows at the REST door without a file: each is answered for itself, and lands as a line of a bank file would."""

import pytest

from accounts.models import CardAccount, Cardholder, Delivery, Reject, Statement
from collections_app.events.models import Event
from tests.accounts.desk import roles_let_in

HOLDERS = "/api/v1/cardholders/bulk"
ACCOUNTS = "/api/v1/accounts/bulk"
ACCOUNT = {
    "account_no": "A1",
    "customer_no": "C1",
    "product": "STD",
    "currency": "CNY",
    "opened_on": "2025-01-10",
    "statement_day": "5",
    "due_day": "25",
    "credit_limit": "50000",
    "statements_by": "BANK",
    "charges_by": "BANK",
}


@pytest.fixture
def bank(cast, product):
    api = cast.api("integration")
    assert api.post(HOLDERS, {"rows": [{"customer_no": "C1", "kind": "PERSON", "name": "张三"}]}).data["new"] == 1
    return api


def outcomes(answer):
    assert answer.status_code == 200, answer.data
    return [(row["index"], row["status"], row["code"], row["field"]) for row in answer.data["rows"]]


def test_every_row_is_answered_in_its_place_and_good_rows_land(bank):
    rows = [
        ACCOUNT,
        {**ACCOUNT, "account_no": "A2", "customer_no": "nobody"},
        {**ACCOUNT, "account_no": "A3", "colour": "gold"},
        "no row at all",
        {**ACCOUNT, "account_no": "A4", "credit_limit": "many"},
        {**ACCOUNT, "account_no": "A5", "statement_day": 31, "due_day": "", "due_offset_days": 20},
        {**ACCOUNT, "opened_on": "2025-01-11"},
        {key: value for key, value in ACCOUNT.items() if key != "product"},
        {**ACCOUNT, "account_no": "4111111111111111"},
    ]
    answer = bank.post(ACCOUNTS, {"rows": rows})
    assert outcomes(answer) == [
        (0, "landed", "", ""),
        (1, "refused", "unknown_cardholder", "customer_no"),
        (2, "refused", "invalid", "colour"),
        (3, "refused", "invalid", ""),
        (4, "refused", "not_an_amount", "credit_limit"),
        (5, "landed", "", ""),
        (6, "refused", "duplicate_in_file", "account_no"),
        (7, "refused", "required", "product"),
        (8, "refused", "card_number", "account_no"),
    ]
    assert {name: answer.data[name] for name in ("new", "changed", "same", "refused")} == {
        "new": 2,
        "changed": 0,
        "same": 0,
        "refused": 7,
    }
    assert set(CardAccount.objects.values_list("account_no", "statement_day")) == {("A1", 5), ("A5", 31)}
    delivery = Delivery.objects.get(pk=answer.data["delivery"])
    assert (delivery.file_name, delivery.layout, delivery.status) == ("accounts (REST)", "accounts", "DONE")
    assert Event.objects.filter(kind="delivery.landed").latest("pk").data["new"] == 2


def test_sent_again_nothing_changes_and_a_change_is_counted(bank):
    bank.post(ACCOUNTS, {"rows": [ACCOUNT]})
    again = bank.post(ACCOUNTS, {"rows": [ACCOUNT]}).data
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 1)
    raised = bank.post(ACCOUNTS, {"rows": [{**ACCOUNT, "credit_limit": "60000"}]}).data
    assert (raised["new"], raised["changed"], raised["same"]) == (0, 1, 0)


def test_the_same_key_answers_alike_and_lands_once(bank):
    first = bank.post(ACCOUNTS, {"rows": [ACCOUNT]}, HTTP_IDEMPOTENCY_KEY="rows-1")
    second = bank.post(ACCOUNTS, {"rows": [ACCOUNT]}, HTTP_IDEMPOTENCY_KEY="rows-1")
    assert first.json() == second.json() and first.json()["new"] == 1


def test_a_line_break_inside_a_value_moves_no_other_row(bank):
    holders = [
        {"customer_no": "C2", "kind": "PERSON", "name": "李\n四", "home_province": "上海"},
        {"customer_no": "C3", "kind": "NOBODY", "name": "王\r\n五"},
        {"customer_no": "C4", "kind": "PERSON", "name": 'Smith, "Bob"'},
    ]
    assert outcomes(bank.post(HOLDERS, {"rows": holders})) == [
        (0, "landed", "", ""),
        (1, "refused", "unknown_code", "kind"),
        (2, "landed", "", ""),
    ]
    assert Cardholder.objects.get(customer_no="C4").personal_data.name == 'Smith, "Bob"'


def test_statements_and_entries_come_the_same_way(bank):
    bank.post(ACCOUNTS, {"rows": [ACCOUNT]})
    statement = {"account_no": "A1", "statement_date": "2025-03-05", "balance": "10050.00", "minimum_due": "1005.00"}
    assert bank.post("/api/v1/statements/bulk", {"rows": [statement]}).data["new"] == 1
    assert str(Statement.objects.get().balance) == "10050.00"
    entry = {
        "account_no": "A1",
        "source_ref": "r1",
        "kind": "PURCHASE",
        "amount": "128.50",
        "posting_date": "2025-03-10",
    }
    assert outcomes(bank.post("/api/v1/ledger-entries/bulk", {"rows": [entry, {**entry, "source_ref": ""}]})) == [
        (0, "landed", "", ""),
        (1, "refused", "blank", "source_ref"),
    ]


def test_where_no_row_can_be_read_there_is_no_delivery(bank):
    before = Delivery.objects.count()
    answer = bank.post(ACCOUNTS, {"rows": [{}, 7]})
    assert answer.data["delivery"] is None and answer.data["refused"] == 2
    assert Delivery.objects.count() == before


def test_personal_data_is_in_no_reject(bank):
    bank.post(HOLDERS, {"rows": [{"customer_no": "C9", "kind": "PERSON", "name": "赵六", "mobile": "not a phone"}]})
    assert list(Reject.objects.values_list("reason", "value")) == [("not_a_phone", "***")]


def test_too_many_rows_or_none_refuse_the_request(bank):
    assert bank.post(ACCOUNTS, {"rows": []}).status_code == 400
    assert bank.post(ACCOUNTS, {"rows": [{}] * 1001}).status_code == 400
    assert bank.post(ACCOUNTS, {"line": []}).json()["errors"][0]["field"] in ("line", "rows")


def test_who_may(cast, product):
    assert roles_let_in(cast, ACCOUNTS, {"rows": [{}]}) == {"administrator", "integration"}
