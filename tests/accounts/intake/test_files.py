"""Whole files: encodings, damage, lines and quotes."""

import pytest

from accounts.intake import phases, reader, staging
from accounts.intake.actions import take_in
from accounts.intake.refusals import wording
from accounts.models import Cardholder, PersonalData, Reject
from collections_app.events.models import Event
from collections_app.shared.actor import Actor

from .conftest import ACCOUNTS, CARDHOLDERS, NOON

HEADER = "customer_no,kind,name\n"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030")],
)
def test_a_file_is_read_in_each_encoding(desk, encoding, shown):
    desk.deliver(CARDHOLDERS, encoding=encoding)
    assert (desk.last.status, desk.last.encoding) == ("DONE", shown)
    assert sorted(PersonalData.objects.values_list("name", flat=True)) == ["张三", "恒盛贸易有限公司"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(desk, ends):
    desk.deliver(CARDHOLDERS.replace("\n", ends))
    assert desk.counts() == (2, 0, 0, 0)


def test_a_complete_last_line_needs_no_line_break(desk):
    desk.deliver(CARDHOLDERS.rstrip("\n"))
    assert desk.counts() == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty", "empty"),
        (b"\n\n", "empty", "empty"),
        (b"PK\x03\x04rest of a workbook", "excel_sheet", "Excel"),
        (b"\xd0\xcf\x11\xe0rest of an old workbook", "excel_sheet", "Excel"),
        (b"\x1f\x8bpacked", "compressed", "Unpack"),
        ("customer_no,kind,name\n".encode("utf-16"), "utf_16", "UTF-16"),
        (b"customer_no,kind,name\nC1,PERSON,Li\nC2,PER\0SON,Wu\n", "nul_bytes", "Line 3"),
        (b"customer_no,kind,name\nC1,PERSON,\xff\xff\n", "undecodable", "Line 2"),
        ("customer_no,kind,name\nC1,PERSON,王小明\nC2,PERSON,李".encode()[:-1], "truncated", "line 3"),
        ("customer_no,kind,name\nC1,PERSON,王小明\nC2,PERS".encode(), "truncated", "line 3"),
        ('customer_no,kind,name\nC1,PERSON,"王小'.encode(), "truncated", "line 2"),
        (b"customer_no;kind;name\nC1;PERSON;Li\n", "wrong_separator", "commas"),
        ("C1,PERSON,王小明,13800138000\n".encode(), "no_header", "header row"),
        (b"customer_no,kind,name,shoe_size\nC1,PERSON,Li,42\n", "unknown_columns", "shoe_size"),
        (b"customer_no,name\nC1,Li\n", "missing_columns", "kind"),
        (b"customer_no,kind,name,kind\nC1,PERSON,Li,PERSON\n", "repeated_columns", "kind"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_with_its_reason(desk, content, code, said):
    desk.deliver(content)
    assert (desk.last.status, desk.last.refusal_code) == ("REFUSED", code)
    assert said in wording(desk.last.refusal_code, desk.last.refusal_data)
    assert not Cardholder.objects.exists()
    assert Event.objects.get(kind="delivery.refused").data["reason"] == code


def test_a_file_without_a_header_leaves_nothing_of_its_people(desk):
    desk.deliver("C1,PERSON,王小明,13800138000,上海市,上海市\nC2,PERSON,李四,13800138001,上海市,上海市\n")
    assert desk.last.refusal_data == {"layout": "cardholders"}


def test_damaged_utf_8_is_not_taken_for_gbk(desk):
    damaged = (HEADER + "C1,PERSON,王小明\nC2,PERSON,李四\n").encode().replace("四".encode(), b"\xcb\xc4")
    desk.deliver(damaged)
    assert desk.last.refusal_code == "undecodable"


def test_a_file_over_the_limit_is_refused_before_it_is_read(desk, settings):
    settings.INTAKE_MAX_MEGABYTES = 1
    desk.deliver((HEADER + "C1,PERSON,Li\n").encode() + b"#" * (1 << 20))
    assert desk.last.refusal_code == "too_large"
    assert desk.last.refusal_data == {"megabytes": 2, "limit": 1}


def test_a_missing_file_is_refused(desk):
    gone = take_in(actor=Actor.command("intake"), path=desk.folder / "gone.csv", at=NOON)
    assert gone.refusal_code == "not_found"


def test_line_numbers_count_the_lines_inside_quotes(desk):
    desk.deliver(HEADER + 'C1,PERSON,"Li\n\nFour"\nC2,NOBODY,Wu\n\nC3,NOBODY,Hu\n')
    assert desk.faults() == [(5, "kind", "unknown_code"), (7, "kind", "unknown_code")]
    assert PersonalData.objects.get().name == "Li\n\nFour"


def test_a_stray_quote_costs_only_its_own_line(desk):
    desk.deliver(HEADER + 'C1,PERSON,"Li\nC2,PERSON,Wu\nC3,PERSON,Hu\n')
    assert desk.faults() == [(2, "", "stray_quote")]
    assert desk.counts() == (2, 0, 0, 1)


def test_a_row_with_another_number_of_columns_is_rejected(desk):
    desk.deliver(HEADER + "C1,PERSON\nC2,PERSON,Wu,extra\nC3,PERSON,Hu,,\nC4,PERSON,Ma\n")
    assert desk.faults() == [(2, "", "column_count"), (3, "", "column_count")]
    assert [reject.value for reject in Reject.objects.order_by("line_no")] == ["2 / 3", "4 / 3"]
    assert desk.counts() == (2, 0, 0, 2)


def test_columns_may_stand_in_any_order(desk):
    desk.deliver("name,customer_no,kind\n张三,C1,PERSON\n")
    assert PersonalData.objects.get().name == "张三"


def test_a_header_alone_lands_nothing_and_is_no_error(desk):
    desk.deliver(ACCOUNTS.splitlines()[0] + "\n")
    assert (desk.last.status, desk.last.layout, desk.counts()) == ("DONE", "accounts", (0, 0, 0, 0))


def test_a_named_layout_is_held_to(desk):
    desk.deliver(CARDHOLDERS, layout="accounts")
    assert desk.last.refusal_code == "unknown_columns"


@pytest.mark.parametrize("number", ["4111111111111111", "4111 1111 1111 1111", "４１１１１１１１１１１１１１１１"])
@pytest.mark.parametrize("column", ["customer_no", "name", "mobile", "id_number"])
def test_a_full_card_number_is_refused_in_any_column_and_shown_masked(desk, column, number):
    row = {"customer_no": "C1", "kind": "PERSON", "name": "Li", "mobile": "", "id_number": ""} | {column: number}
    desk.deliver(",".join(row) + "\n" + ",".join(row.values()) + "\nC2,PERSON,Wu,,\n")
    assert desk.faults() == [(2, column, "card_number")]
    assert desk.counts() == (1, 0, 0, 1)
    value = Reject.objects.get().value
    assert value.startswith("***") and "4111" not in value and "４" not in value[:-4]


def test_a_resident_identity_number_is_no_card_number(desk):
    """62 begins Gansu's identity numbers and UnionPay's cards."""
    desk.deliver("customer_no,kind,name,id_number\nC1,PERSON,Li,620102199001010054\n")
    assert desk.counts()[3] == 0


def test_memory_does_not_grow_with_the_file(desk, monkeypatch):
    """At no moment are more than one block of lines and one batch of rows in memory."""
    monkeypatch.setattr(reader, "BLOCK_CHARACTERS", 400)
    monkeypatch.setattr(staging, "ROWS_AT_ONCE", 50)
    held = []
    whole = staging.Stager._as_text
    monkeypatch.setattr(
        staging.Stager, "_as_text", lambda self, some: held.append(sum(_size(one) for one in some)) or whole(self, some)
    )
    steps = []
    monkeypatch.setattr("accounts.intake.phases.progress", _spying(steps))
    desk.deliver(HEADER + "".join(f"C{number},PERSON,Name {number}\n" for number in range(1000)))
    assert desk.counts() == (1000, 0, 0, 0)
    assert max(held) <= 40
    assert len(steps) >= 15 and steps == sorted(steps)


def _size(one) -> int:
    return len(one.lines) if hasattr(one, "lines") else 1


def _spying(steps):
    real = phases.progress

    def progress(delivery, **columns):
        if columns.get("rows_read"):
            steps.append(columns["rows_read"])
        real(delivery, **columns)

    return progress
