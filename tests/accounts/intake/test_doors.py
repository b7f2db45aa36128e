"""Upload in the browser, delivery over REST, the command, the worker; and who may."""

import contextlib
import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from accounts.intake import spool, tasks
from accounts.intake.actions import receive, take_in, take_in_received
from accounts.intake.merge import merge
from accounts.models import CardAccount, Cardholder, Delivery, FeedDay, SuspectedDuplicate
from collections_app.events.models import Event
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .conftest import ACCOUNTS, CARDHOLDERS, NOON

ENTRIES = (
    "account_no,source_ref,kind,amount,posting_date\nA1,r1,PAYMENT,300,2025-03-05\nA1,r2,PAYMENT,300,2025-03-05\n"
    "A1,r3,PAYMENT,x,2025-03-05\n"
)
MAY = {"administrator", "integration"}
ROLES = ["agent", "lead", "manager", "quality", "compliance", "administrator", "integration", "stranger"]


@pytest.fixture(autouse=True)
def spool_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode(), "text/csv")


@pytest.fixture
def administrator(cast, product):
    return cast.browser("administrator")


def test_files_uploaded_together_are_taken_in_one_after_the_other(administrator):
    files = [upload("cardholders.csv", CARDHOLDERS), upload("accounts.csv", ACCOUNTS)]
    answer = administrator.post("/intake/", {"file": files, "layout": "", "feed_day": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/intake/")
    assert CardAccount.objects.count() == 2
    page = administrator.get("/intake/").content.decode()
    assert "cardholders.csv" in page and "accounts.csv" in page
    assert not list(spool.spooled(1).parent.glob("*"))


def test_a_refused_upload_says_why_and_keeps_no_other_file_out(administrator):
    files = [upload("book.xlsx", b"PK\x03\x04"), upload("cardholders.csv", CARDHOLDERS), upload("none.csv", b"")]
    answer = administrator.post("/intake/", {"file": files})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "book.xlsx: This is an Excel workbook" in page and "none.csv: The file is empty" in page
    assert Cardholder.objects.count() == 2 and Delivery.objects.count() == 1


def test_an_upload_without_a_file_or_with_an_impossible_day_is_told_at_the_field(administrator):
    answer = administrator.post("/intake/", {"feed_day": "2026-02-30"})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert set(form.errors) == {"file", "feed_day"}


def test_the_page_of_a_delivery_lists_rejects_by_reason_and_gives_them_as_csv(administrator, open_desk):
    open_desk.deliver(ENTRIES + "A9,r4,PAYMENT,1,2025-03-05\n=1+1,r5,PAYMENT,1,2025-03-05\n")
    address = f"/intake/{open_desk.last.pk}/"
    page = administrator.get(address).content.decode()
    assert "is no amount such as" in page and "there is no such account" in page
    only = administrator.get(f"{address}?reason=unknown_account")
    assert [reject.line_no for reject, _meaning in only.context["rows"]] == [5, 6]
    answer = administrator.get(f"{address}rejects.csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["line"], row["column"], row["reason"], row["value"]) for row in rows] == [
        ("4", "amount", "not_an_amount", "x"),
        ("5", "account_no", "unknown_account", "A9"),
        ("6", "account_no", "unknown_account", "'=1+1"),
    ]
    assert rows[0]["file"] == "file.csv"


def test_progress_is_polled_while_a_file_runs_and_the_page_is_fetched_anew_after_it(administrator):
    waiting = Delivery.objects.create(file_name="a.csv", status="READING", size_bytes=100, recorded_on="2026-03-20")
    address = f"/intake/{waiting.pk}/progress/"
    page = administrator.get(address)
    assert b"hx-get" in page.content and "HX-Refresh" not in page
    assert b"hx-get" in administrator.get("/intake/deliveries/").content
    Delivery.objects.update(status="DONE")
    assert administrator.get(address)["HX-Refresh"] == "true"
    assert b"hx-get" not in administrator.get("/intake/deliveries/").content


def test_a_refused_delivery_says_why_in_the_readers_language(administrator, desk):
    desk.deliver(b"PK\x03\x04")
    administrator.post("/profile/language/", {"language": "zh-hans"})
    assert "工作簿" in administrator.get(f"/intake/{desk.last.pk}/").content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_deliver_files(cast, product, role):
    allowed = role in MAY
    assert cast.browser(role).get("/intake/").status_code == (200 if allowed else 403)
    answer = cast.api(role).post("/api/v1/deliveries", {"file": upload("c.csv", CARDHOLDERS)}, format="multipart")
    assert answer.status_code == (202 if allowed else 403)
    if not allowed:
        with pytest.raises(Refused) as refused:
            receive(actor=cast.actor(role), name="c.csv", size_bytes=1, pieces=[b"x"], at=NOON)
        assert refused.value.code == "forbidden"
        assert not Cardholder.objects.exists()


def test_nobody_is_sent_to_the_log_in(cast, product):
    assert cast.nobody.get("/intake/").status_code == 302
    assert cast.nobody.get("/api/v1/deliveries").status_code in (401, 403)


def test_a_file_is_delivered_and_followed_over_rest(cast, open_desk):
    api = cast.api("integration")
    given = {"file": upload("day.csv", ENTRIES), "layout": "entries", "feed_day": "2026-03-19"}
    answer = api.post("/api/v1/deliveries", given, format="multipart")
    assert answer.status_code == 202
    found = api.get(f"/api/v1/deliveries/{answer.data['id']}").data
    assert (found["status"], found["rows_new"], found["rows_rejected"]) == ("DONE", 2, 1)
    assert FeedDay.objects.filter(day="2026-03-19").exists()
    rejects = api.get(f"/api/v1/deliveries/{found['id']}/rejects").data["results"]
    assert [dict(reject) for reject in rejects] == [
        {
            "line": 4,
            "column": "amount",
            "reason": "not_an_amount",
            "meaning": 'is no amount such as 1234.56 or "1,234.56"',
            "value": "x",
        }
    ]
    assert api.get(f"/api/v1/deliveries/{found['id']}/rejects?reason=conflict").data["results"] == []
    assert api.get("/api/v1/deliveries").data["results"][0]["id"] == found["id"]


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({}, 400, "file"),
        ({"file": ("b.xlsx", b"PK\x03\x04")}, 422, "file"),
        ({"file": ("e.csv", b"")}, 422, "file"),
        ({"file": ("c.csv", b"a,b\n"), "layout": "shoes"}, 400, "layout"),
        ({"file": ("c.csv", b"a,b\n"), "kind": "entries"}, 400, "kind"),
        ({"file": ("c.csv", b"a,b\n"), "feed_day": "2026-02-30"}, 400, "feed_day"),
        ({"file": ("c.csv", b"a,b\n"), "layout": "accounts", "feed_day": "2026-03-01"}, 422, "feed_day"),
    ],
)
def test_a_wrong_delivery_is_a_problem_that_names_the_field(cast, product, given, status, field):
    given = {name: upload(*value) if name == "file" else value for name, value in given.items()}
    answer = cast.api("integration").post("/api/v1/deliveries", given, format="multipart")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Delivery.objects.exists()


def test_an_upload_over_the_limit_is_refused_at_once(cast, settings):
    settings.INTAKE_MAX_MEGABYTES = 0
    answer = cast.api("integration").post("/api/v1/deliveries", {"file": upload("c.csv", "x")}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_without_a_broker_the_file_waits_for_the_sweep(administrator, monkeypatch):
    def no_broker(*args, **options):
        raise OperationalError("connection refused")

    with monkeypatch.context() as without:
        without.setattr(tasks.take_in_delivery, "apply_async", no_broker)
        administrator.post("/intake/", {"file": [upload("c.csv", CARDHOLDERS)]})
    delivery = Delivery.objects.get()
    assert (delivery.status, Cardholder.objects.count()) == ("WAITING", 0)
    tasks.sweep()
    delivery.refresh_from_db()
    assert (delivery.status, Cardholder.objects.count()) == ("DONE", 2)


def received(product) -> Delivery:
    content = CARDHOLDERS.encode()
    return receive(actor=Actor.command("t"), name="c.csv", size_bytes=len(content), pieces=[content], at=NOON)


def test_a_worker_that_died_is_followed_by_another_a_few_times(product):
    delivery = received(product)
    assert spool.spooled(delivery.pk).stat().st_mode & 0o077 == 0
    Delivery.objects.update(status="MERGING", refusal_data={"tries": 1})
    assert take_in_received(actor=Actor.command("t"), delivery_id=delivery.pk, at=NOON).status == "DONE"
    assert not spool.spooled(delivery.pk).exists()


def test_a_file_on_which_workers_keep_dying_is_refused(product):
    delivery = received(product)
    Delivery.objects.update(status="READING", refusal_data={"tries": 3})
    refused = take_in_received(actor=Actor.command("t"), delivery_id=delivery.pk, at=NOON)
    assert (refused.status, refused.refusal_code) == ("REFUSED", "interrupted")


def test_a_delivery_that_is_done_is_not_taken_in_again(product):
    delivery = received(product)
    for _ in range(2):
        take_in_received(actor=Actor.command("t"), delivery_id=delivery.pk, at=NOON)
    assert Event.objects.filter(kind="delivery.landed").count() == 1


def test_what_nobody_expected_refuses_the_delivery_and_is_raised(product, tmp_path, monkeypatch):
    def broken(*args):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("accounts.intake.phases.check", broken)
    path = tmp_path / "c.csv"
    path.write_text(CARDHOLDERS, encoding="utf-8")
    with pytest.raises(RuntimeError):
        take_in(actor=Actor.command("t"), path=path, at=NOON)
    assert Delivery.objects.get().refusal_code == "failed"
    assert sql.value("SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'") == 0


@pytest.mark.parametrize(("clashes", "status"), [(1, "DONE"), (2, "DONE"), (3, "REFUSED")])
def test_rows_that_someone_else_wrote_meanwhile_are_checked_again(product, tmp_path, monkeypatch, clashes, status):
    left = [IntegrityError("written meanwhile")] * clashes

    def clashing(layout, params):
        if left:
            raise left.pop()
        return merge(layout, params)

    monkeypatch.setattr("accounts.intake.phases.merge", clashing)
    path = tmp_path / "c.csv"
    path.write_text(CARDHOLDERS, encoding="utf-8")
    with contextlib.suppress(IntegrityError):
        take_in(actor=Actor.command("t"), path=path, at=NOON)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.rows_new) == (status, 2 if status == "DONE" else 0)


def test_the_command_takes_files_and_tells_what_became_of_them(product, tmp_path, capsys):
    paths = []
    for name, content in (("c.csv", CARDHOLDERS), ("a.csv", ACCOUNTS), ("e.csv", ENTRIES)):
        paths.append(tmp_path / name)
        paths[-1].write_text(content, encoding="utf-8")
    call_command("intake", *paths)
    said = capsys.readouterr()
    assert "e.csv (entries): 2 new, 0 changed, 0 as before, 1 rejected" in said.out
    assert "e.csv:4 amount: is no amount such as" in said.err


def test_the_command_fails_when_a_file_is_refused(product, tmp_path, capsys):
    good, bad = tmp_path / "c.csv", tmp_path / "b.xlsx"
    good.write_text(CARDHOLDERS, encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("intake", bad, good)
    assert Cardholder.objects.count() == 2
    assert "Excel workbook" in capsys.readouterr().err


@pytest.fixture
def suspected(open_desk) -> SuspectedDuplicate:
    open_desk.deliver(ENTRIES)
    return SuspectedDuplicate.objects.get()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_decide_suspected_duplicates(cast, suspected, role):
    allowed = role in {"manager", "integration"}
    assert cast.browser(role).get("/duplicates/").status_code == (200 if allowed else 403)
    answer = cast.api(role).post(
        f"/api/v1/suspected-duplicates/{suspected.pk}/decision", {"status": "ACCEPTED", "reason": "two"}
    )
    assert answer.status_code == (200 if allowed else 403)


def test_a_manager_decides_in_the_browser(cast, suspected):
    manager = cast.browser("manager")
    page = manager.get("/duplicates/").content.decode()
    assert "A1" in page and "300.00" in page and "r1" in page and "r2" in page
    manager.post(f"/duplicates/{suspected.pk}/decide/", {"status": "REVERSAL_ASKED", "reason": "posted twice"})
    suspected.refresh_from_db()
    assert (suspected.status, suspected.reason) == ("REVERSAL_ASKED", "posted twice")
    assert "posted twice" in manager.get("/duplicates/?status=REVERSAL_ASKED").content.decode()
    manager.post(f"/duplicates/{suspected.pk}/decide/", {"status": "ACCEPTED", "reason": ""})
    suspected.refresh_from_db()
    assert suspected.status == "REVERSAL_ASKED"


def test_suspected_duplicates_over_rest(cast, suspected):
    (found,) = cast.api("integration").get("/api/v1/suspected-duplicates").data["results"]
    assert (found["account_no"], found["amount"], found["entry_ref"], found["other_ref"]) == (
        "A1",
        "300.00",
        "r2",
        "r1",
    )
    again = cast.api("integration").post(
        f"/api/v1/suspected-duplicates/{suspected.pk}/decision", {"status": "OPEN", "reason": "x"}
    )
    assert again.status_code == 400


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_ask_the_same_number_of_queries_however_long_the_list(administrator, open_desk):
    counts = []
    for rows in (1, 30):
        open_desk.deliver(ENTRIES + "".join(f"A9,q{n},PAYMENT,1,2025-03-05\n" for n in range(rows)))
        for number in range(rows):
            Delivery.objects.create(file_name=f"{number}.csv", recorded_on="2026-03-20")
        addresses = ["/intake/", "/intake/deliveries/", f"/intake/{open_desk.last.pk}/"]
        counts.append([queries_of(administrator, address) for address in addresses])
    assert counts[0] == counts[1]
