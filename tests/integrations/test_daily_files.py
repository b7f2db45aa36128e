"""Daily files: what is in them, when they are written, who may take them."""

import csv
import gzip
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Cardholder, Installation
from accounts.rules.facts import Facts
from collections_app.events.models import Event
from collections_app.integrations.queries.daily_files import outbox
from collections_app.integrations.tasks import remove_old_daily_files, write_files_of_the_day
from collections_app.people.models import ClearanceGrant
from collections_app.shared import clock
from tests.accounts.cards import PLAIN, d, entry, worked_account
from tests.accounts.database import install, nights, product_following, store_account, store_facts

from .machines import client_with, key_for

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, DAY = d("02-05"), d("02-26")
ALL = {f"{table}{more}.csv.gz" for table in ("positions", "bucket_moves", "payments") for more in ("", "-restricted")}


@pytest.fixture
def a_night(settings, tmp_path):
    """The night of the day is done, and there is no account yet."""
    settings.STATE_DIR = tmp_path
    install(business_date=DAY, night_begun=DAY)


@pytest.fixture
def three_accounts(settings, tmp_path):
    """One pays a little on the due date, one nothing, one belongs to staff; nights until the day after."""
    settings.STATE_DIR = tmp_path
    install()
    product = product_following(PLAIN)
    stored = []
    for entries in ((entry("PAYMENT", "100.00", "02-25"),), (), ()):
        account = worked_account(*entries)
        stored.append(store_account(account.terms, product))
        store_facts(stored[-1], Facts(account.entries, (), ()))
    Cardholder.objects.filter(pk=stored[-1].cardholder_id).update(restriction="STAFF")
    nights(FIRST, DAY)
    return [account.account_no for account in stored]


def rows(name):
    data = gzip.decompress((outbox() / DAY.isoformat() / name).read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(data)))


def test_the_files_say_what_the_night_left(three_accounts):
    paying, other, staff = three_accounts
    assert write_files_of_the_day()
    positions = rows("positions.csv.gz")
    assert [(row["account_no"], row["bucket"], row["days_past_due"]) for row in positions] == [
        (paying, "M0", "1"),
        (other, "M0", "1"),
    ]
    assert positions[1]["balance"] == "10050.00"  # with the late fee of that night
    moves = [
        (row["account_no"], row["from_bucket"], row["to_bucket"], row["on_date"]) for row in rows("bucket_moves.csv.gz")
    ]
    assert sorted(moves) == sorted((one, "CURRENT", "M0", "2025-02-26") for one in (paying, other))
    assert [(row["account_no"], row["amount"], row["value_date"]) for row in rows("payments.csv.gz")] == [
        (paying, "100.00", "2025-02-25")
    ]
    assert [row["account_no"] for row in rows("positions-restricted.csv.gz")] == [staff]


def test_the_manifest_holds_rows_and_checksums(a_night):
    write_files_of_the_day()
    folder = outbox() / DAY.isoformat()
    told = json.loads((folder / "manifest.json").read_text())
    assert {file["name"] for file in told["files"]} == ALL == {path.name for path in folder.glob("*.gz")}
    for file in told["files"]:
        data = (folder / file["name"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert (file["bytes"], file["rows"]) == (len(data), len(rows(file["name"])))


def test_they_are_written_once_and_only_between_nights(a_night, capsys):
    Installation.objects.update(night_begun=DAY + timedelta(days=1))
    assert not write_files_of_the_day()
    Installation.objects.update(night_begun=DAY)
    call_command("daily_files")
    assert str(outbox()) in capsys.readouterr().out
    assert not write_files_of_the_day()
    with pytest.raises(CommandError):
        call_command("daily_files")
    assert [path.name for path in outbox().iterdir()] == [DAY.isoformat()]


def test_both_doors_hand_them_out_and_note_it(a_night, cast):
    write_files_of_the_day()
    written = (outbox() / DAY.isoformat() / "payments.csv.gz").read_bytes()
    browser = cast.browser("manager")
    page = browser.get("/integrations/files/").content.decode()
    assert "payments.csv.gz" in page and "restricted" not in page
    answer = browser.get("/integrations/files/2025-02-26/payments.csv.gz")
    assert b"".join(answer.streaming_content) == written
    _key, text = key_for(cast.user("integration"), "data.export")
    machine = client_with(text)
    listed = machine.get("/api/v1/daily-files").json()
    assert [(day["date"], len(day["files"])) for day in listed] == [("2025-02-26", 3)]
    answer = machine.get("/api/v1/daily-files/2025-02-26/payments.csv.gz", HTTP_ACCEPT="application/gzip")
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("application/gzip", written)
    noted = Event.objects.filter(kind="export.made", data__what="daily_file")
    assert [event.data["filters"]["file"] for event in noted] == ["payments.csv.gz"] * 2


@pytest.mark.parametrize(
    "path",
    [
        "2025-02-26/positions-restricted.csv.gz",
        "2025-02-26/manifest.json",
        "2025-02-26/..%2Fx",
        "2025-02-27/payments.csv.gz",
        "yesterday/payments.csv.gz",
    ],
)
def test_what_is_not_handed_out(a_night, cast, path):
    write_files_of_the_day()
    answer = cast.api("manager").get(f"/api/v1/daily-files/{path}")
    assert answer.status_code == 404


def test_restricted_files_are_for_those_cleared_for_all_of_them(a_night, cast):
    write_files_of_the_day()
    for restriction in ("STAFF", "VIP"):
        assert len(cast.api("manager").get("/api/v1/daily-files").json()[0]["files"]) == 3
        ClearanceGrant.objects.create(user=cast.user("manager"), restriction=restriction, valid_from="2000-01-01")
    assert len(cast.api("manager").get("/api/v1/daily-files").json()[0]["files"]) == 6
    assert cast.api("manager").get("/api/v1/daily-files/2025-02-26/positions-restricted.csv.gz").status_code == 200


def test_without_a_night_there_are_none(db, settings, tmp_path, cast):
    settings.STATE_DIR = tmp_path
    assert not write_files_of_the_day()
    assert cast.api("manager").get("/api/v1/daily-files").json() == []


def test_who_may_not(cast, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    for role in ("agent", "lead", "quality", "administrator"):
        assert cast.api(role).get("/api/v1/daily-files").status_code == 403
        assert cast.browser(role).get("/integrations/files/").status_code == 403


def written_on(day, days_ago):
    """The files of a day, as if written so long ago."""
    write_files_of_the_day()
    folder = outbox() / DAY.isoformat()
    told = json.loads((folder / "manifest.json").read_text())
    told |= {"date": day, "written_at": (clock.now() - timedelta(days=days_ago)).isoformat()}
    (folder / "manifest.json").write_text(json.dumps(told))
    folder.rename(outbox() / day)


def test_files_of_long_ago_are_removed_but_for_the_newest_day(cast, a_night, settings):
    settings.DAILY_FILES_DAYS = 30
    for day, days_ago in (("2025-02-23", 33), ("2025-02-24", 31), ("2025-02-25", 29)):
        written_on(day, days_ago)
    (outbox() / ".removing-2025-01-01").mkdir()
    assert remove_old_daily_files() == 2
    assert [path.name for path in outbox().iterdir()] == ["2025-02-25"]
    told = Event.objects.get(kind="daily_files.removed")
    assert (told.actor, told.data["days"]) == ("night", ["2025-02-23", "2025-02-24"])
    assert cast.api("manager").get("/api/v1/daily-files/2025-02-24/positions.csv.gz").status_code == 404
    settings.DAILY_FILES_DAYS = 1
    assert remove_old_daily_files() == 0, "the newest day stays"
    assert Event.objects.filter(kind="daily_files.removed").count() == 1
