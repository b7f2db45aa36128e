"""What the strip says about webhooks, and to whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collections_app.integrations.models import Webhook, WebhookDelivery
from collections_app.integrations.notices import notices
from collections_app.shared import clock

pytestmark = pytest.mark.django_db


def webhook(cast, name="lake", **more):
    fields = {
        "url": "https://lake.example/",
        "kinds": ["*"],
        "secret": b"x",
        "starts_txid": 1,
        "created_at": clock.now(),
    }
    return Webhook.objects.create(name=name, owner=cast.user("manager"), **fields | more)


def failing(cast, *, minutes, **more):
    since = clock.now() - timedelta(minutes=minutes)
    return webhook(cast, failures_in_a_row=5, failing_since=since, next_try_at=clock.now(), **more)


def dead(hook, *, days):
    at = clock.now() - timedelta(days=days)
    row = {"event_id": 1, "status": "DEAD", "next_attempt_at": at, "last_attempt_at": at}
    return WebhookDelivery.objects.create(webhook=hook, **row)


def told(cast, role="manager"):
    return [(notice.level, notice.text) for notice in notices(cast.actor(role))]


def test_nothing_while_all_goes_well(cast):
    webhook(cast)
    assert told(cast) == []


def test_a_receiver_that_fails_for_long(cast):
    failing(cast, minutes=9)
    assert told(cast) == []
    failing(cast, minutes=11, name="dialler")
    ((level, text),) = told(cast)
    assert level == "warn" and text.startswith("The receiver of the webhook dialler takes nothing since ")


@pytest.mark.parametrize(
    ("reason", "level", "words"),
    [
        ("failures", "bad", "its receiver takes nothing since"),
        ("owner", "bad", "its owner may not see events any more"),
        ("asked", "info", "is paused: what happens waits."),
    ],
)
def test_one_that_is_paused(cast, reason, level, words):
    failing(cast, minutes=11, state="PAUSED", pause_reason=reason)
    ((found, text),) = told(cast)
    assert found == level and words in text


def test_events_that_were_given_up_are_told_for_a_week(cast):
    dead(webhook(cast, name="old"), days=8)
    dead(webhook(cast, name="gone", state="ENDED"), days=1)
    assert told(cast) == []
    dead(webhook(cast, name="new"), days=6)
    assert told(cast) == [("warn", "Events for the webhook new were given up.")]


def test_the_worst_first_and_no_more_than_three(cast):
    webhook(cast, name="asked", state="PAUSED", pause_reason="asked")
    for number in range(3):
        failing(cast, minutes=20, name=f"away {number}")
    webhook(cast, name="owner", state="PAUSED", pause_reason="owner")
    assert [level for level, _text in told(cast)] == ["bad", "warn", "warn"]


def test_it_stands_on_every_page_of_who_manages_them(cast):
    hook = failing(cast, minutes=20)
    for role in ("manager", "administrator"):
        page = cast.browser(role).get("/integrations/webhooks/").content.decode()
        assert "The receiver of the webhook lake takes nothing since" in page
        assert f'href="/integrations/webhooks/{hook.pk}/"' in page
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert told(cast, "lead") == []
    assert not [one for one in queries if "newest_dead" in one["sql"]]
