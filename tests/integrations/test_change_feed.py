"""The change feed: nothing skipped, nothing shown twice, whoever commits when."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Cardholder
from collections_app.events.models import FeedLine
from collections_app.integrations.queries.changes import START, changes_after, cursor_of, place_of
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from .feed import CHIEF, happen, read, settled

pytestmark = pytest.mark.django_db(transaction=True)


def test_events_come_once_in_the_order_of_their_transactions():
    first, second = happen(), happen("case.opened")
    settled()
    assert read(limit=1)[0] == [first]
    seen, place = read()
    assert seen == [first, second]
    assert read(place) == ([], place)
    third = happen()
    settled()
    assert read(place)[0] == [third]


def test_a_slow_early_transaction_is_not_skipped():
    written, go_on = Flag(), Flag()

    def slow():
        try:
            with transaction.atomic():
                number = happen("night.completed")
                written.set()
                go_on.wait(30)
            return number
        finally:
            connection.close()

    before = happen()
    settled()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(slow)
        assert written.wait(30)
        later = happen()
        seen, place = read()
        assert seen == [before]
        go_on.set()
        early = running.result()
    settled()
    assert early < later
    assert read(place)[0] == [early, later]


def test_a_transaction_that_began_early_and_wrote_late_is_not_skipped():
    """It draws its number when it first writes, so its event stands where it was written, behind whoever has read."""
    begun, write = Flag(), Flag()

    def slow():
        try:
            with transaction.atomic():
                sql.value("SELECT count(*) FROM events_event")
                begun.set()
                write.wait(30)
                return happen("case.opened")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(slow)
        assert begun.wait(30)
        first = happen()
        settled()
        seen, place = read()
        assert seen == [first]
        write.set()
        late = running.result()
    settled()
    assert read(place)[0] == [late]


def test_what_is_rolled_back_never_shows():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        happen()
        raise ZeroDivisionError
    after = happen()
    settled()
    assert read()[0] == [after]


def test_kinds_are_found_over_several_windows(monkeypatch):
    monkeypatch.setattr("collections_app.integrations.queries.changes.WINDOW", 3)
    for _ in range(7):
        happen("case.moved")
    rare = happen("case.closed")
    settled()
    place, found, calls = START, [], 0
    while True:
        answer = changes_after(place, actor=CHIEF, kinds=["case.closed"], limit=2)
        found += [row.id for row in answer.rows]
        place, calls = answer.place, calls + 1
        if not answer.more:
            break
    assert found == [rare]
    assert calls == 3


def test_restricted_files_are_for_those_who_are_cleared():
    cardholder = Cardholder.objects.create(
        customer_no="S1", kind="PERSON", restriction="STAFF", recorded_on="2026-01-01"
    )
    number = happen(cardholder_id=cardholder.pk)
    settled()
    common = Actor(user_id=1, name="x", channel="api")
    cleared = Actor(user_id=1, name="x", channel="api", clearances=frozenset({"STAFF"}))
    seen, place = read(actor=common)
    assert seen == [] and place != START
    assert read(actor=cleared)[0] == [number]


def test_after_a_restore_the_feed_waits_for_the_command_and_every_cursor_stays_good():
    future = sql.value("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint") + 1_000_000
    old = sql.value(
        "INSERT INTO events_event (kind, actor, data, txid) VALUES ('case.opened', 'night', '{}', %s) RETURNING id",
        [future],
    )
    try:
        with pytest.raises(Refused) as refused:
            read()
        assert refused.value.code == "feed_not_continued"
        call_command("continue_feed", verbosity=0)
        new = happen()
        settled()
        seen, _place = read()
        assert seen[0] == old and seen[-1] == new
        assert read(place_of(cursor_of(type(START)(future + 5_000, 7))))[0][-1] == new
        call_command("continue_feed", verbosity=0)
        newer = happen()
        settled()
        assert read()[0][-1] == newer
    finally:
        FeedLine.objects.all().delete()
        sql.run("ALTER TABLE events_event ALTER COLUMN txid SET DEFAULT pg_current_xact_id()::text::bigint")


# -- the REST door -----------------------------------------------------------------------------------------------


def test_the_rest_door_pages_by_cursor(cast):
    numbers = [happen("payment.posted", data={"amount": "10.00"}) for _ in range(3)]
    happen("case.opened")
    settled()
    api, cursor, seen = cast.api("integration"), "", []
    while True:
        body = api.get("/api/v1/changes", {"kind": "payment.*", "limit": 2, **({"cursor": cursor} if cursor else {})})
        assert body.status_code == 200, body.json()
        seen += [row["id"] for row in body.json()["results"]]
        cursor = body.json()["cursor"]
        if not body.json()["more"]:
            break
    assert seen == numbers
    assert api.get("/api/v1/changes", {"cursor": cursor}).json() == {"results": [], "cursor": cursor, "more": False}


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"kind": "case.eaten"}, {"limit": 0}, {"limit": 1001}, {"a": 1}])
def test_what_cannot_be_is_refused(cast, query):
    assert cast.api("integration").get("/api/v1/changes", query).status_code == 400


def test_who_may_read(cast):
    roles = ("integration", "manager", "quality", "compliance", "administrator", "agent", "lead")
    found = {role: cast.api(role).get("/api/v1/changes").status_code for role in roles}
    assert {role for role, status in found.items() if status == 200} == set(roles) - {"agent", "lead"}
    assert set(found.values()) == {200, 403}
