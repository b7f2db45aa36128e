"""How far a reader has seen: as text there and back, and nobody who commits late is missed."""

import threading

import pytest
from django.db import connection, transaction

from collections_app.events.actions import record
from collections_app.events.seen import Seen, events_since, seen_of
from collections_app.shared.actor import Actor

CARDHOLDER = 7
ACTOR = Actor.command("test")


def happens(kind: str = "hold.placed", cardholder_id: int = CARDHOLDER) -> int:
    return record(kind, actor=ACTOR, cardholder_id=cardholder_id)


def since(seen: Seen, *kinds: str, limit: int = 20) -> list[int]:
    found = events_since(seen, CARDHOLDER, kinds=kinds or ("hold.placed",), limit=limit)
    return [event["id"] for event in found]


@pytest.mark.parametrize("seen", [Seen(), Seen(8812), Seen(8812, (795, 2**40 + 797))])
def test_as_text_there_and_back(seen):
    assert Seen.of(str(seen)) == seen


@pytest.mark.parametrize("text", ["", "x", "-1", "1-", "1--2", "1\n", "١", "1" * 19, "9" + "-1" * 501])
def test_what_is_none_of_ours(text):
    assert Seen.of(text) is None


@pytest.mark.django_db
def test_only_what_came_later_of_this_cardholder_and_these_kinds():
    happens()
    seen = seen_of(CARDHOLDER)
    later = [happens(), happens("hold.released")]
    happens(cardholder_id=8)
    happens("case.claimed")
    assert since(seen, "hold.placed", "hold.released") == later
    assert since(seen, "hold.placed", "hold.released", limit=1) == later[:1]
    assert since(seen_of(CARDHOLDER)) == []
    assert seen_of(9).newest == 0


@pytest.mark.django_db(transaction=True)
def test_who_commits_late_is_told_all_the_same():
    """His event has a number below the newest one seen, and cannot be seen yet."""
    written, looked, late = threading.Event(), threading.Event(), []

    def write_slowly():
        try:
            with transaction.atomic():
                late.append(happens())
                written.set()
                looked.wait(10)
        finally:
            connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert written.wait(10)
    newest = happens()
    seen = seen_of(CARDHOLDER)
    looked.set()
    slow.join()
    assert late[0] < newest == seen.newest
    assert since(seen) == late
    assert since(seen_of(CARDHOLDER)) == []
