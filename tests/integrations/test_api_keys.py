"""API keys: what opens the door, how far, and for how long."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory

from collections_app.events.models import Event
from collections_app.idempotency.middleware import _caller
from collections_app.idempotency.models import KeptAnswer
from collections_app.integrations.actions.keys import create_key, revoke_key
from collections_app.integrations.models import ApiKey
from collections_app.people.models import RoleGrant
from collections_app.shared import clock
from collections_app.shared.errors import Refused

from .machines import CHIEF, client_with, key_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_called_yet():
    caches["throttle"].clear()


def test_a_key_opens_the_door_as_far_as_its_scopes(cast):
    _key, text = key_for(cast.user("integration"), "accounts.view", "changes.read")
    machine = client_with(text)
    assert machine.get("/api/v1/me").json()["permissions"] == ["accounts.view", "changes.read"]
    assert machine.get("/api/v1/accounts").status_code == 200
    refused = machine.get("/api/v1/portfolio/figures")
    assert refused.status_code == 403
    assert "portfolio.view" in refused.json()["detail"]


def test_a_scope_gives_nothing_that_the_user_has_lost(cast):
    user = cast.user("integration")
    _key, text = key_for(user, "accounts.view")
    RoleGrant.objects.filter(user=user).update(valid_to="2001-01-01")
    assert client_with(text).get("/api/v1/accounts").status_code == 403


def test_the_key_itself_is_kept_nowhere(cast):
    key, text = key_for(cast.user("integration"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT k::text FROM integrations_apikey k")
        row = cursor.fetchone()[0]
    assert text.partition(".")[2] not in row
    assert key.hashed_key.startswith("sha512$$")
    event = Event.objects.get(kind="api_key.created")
    assert text not in str(event.data) and event.data["key"] == key.prefix


@pytest.mark.parametrize("wrong", ["", "x", "12345678." + "a" * 32, "\x00", "12345678.", "a b c"])
def test_a_wrong_key_is_401(cast, wrong):
    key_for(cast.user("integration"))
    answer = client_with(wrong).get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_api_key")


def test_a_key_with_one_wrong_character_is_401(cast):
    _key, text = key_for(cast.user("integration"))
    other = text[:-1] + ("a" if text[-1] != "a" else "b")
    assert client_with(other).get("/api/v1/me").status_code == 401


def test_revoked_expired_and_locked_open_nothing(cast):
    user = cast.user("integration")
    revoked, text = key_for(user)
    revoke_key(actor=CHIEF, prefix=revoked.prefix, at=clock.now())
    assert client_with(text).get("/api/v1/me").status_code == 401
    _old, expired = key_for(user, at=clock.now() - timedelta(days=40), days=30)
    assert client_with(expired).get("/api/v1/me").status_code == 401
    _key, locked = key_for(user)
    user.is_active = False
    user.save()
    assert client_with(locked).get("/api/v1/me").status_code == 401


def test_the_last_use_is_noted_once_a_minute(cast, django_assert_num_queries):
    key, text = key_for(cast.user("integration"))
    machine = client_with(text)
    machine.get("/api/v1/me")
    first = ApiKey.objects.get(pk=key.pk).last_used_at
    assert first is not None
    with django_assert_num_queries(3):  # the key with its user, what they hold and prefer: no write
        machine.get("/api/v1/me")
    long_ago = first - timedelta(minutes=2)
    ApiKey.objects.update(last_used_at=long_ago)
    machine.get("/api/v1/me")
    assert ApiKey.objects.get(pk=key.pk).last_used_at > long_ago


def test_each_key_has_its_own_rate(cast):
    user = cast.user("integration")
    slow, quick = (client_with(key_for(user, rate=rate)[1]) for rate in (2, 600))
    assert [slow.get("/api/v1/me").status_code for _ in range(3)] == [200, 200, 429]
    assert quick.get("/api/v1/me").status_code == 200
    assert cast.api("integration").get("/api/v1/me").status_code == 200


def test_the_rate_counts_over_all_web_processes(cast):
    machine = client_with(key_for(cast.user("integration"), rate=2)[1])
    seen = []
    for _ in range(3):
        seen.append(machine.get("/api/v1/me"))
        caches["throttle"].clear()  # the next call comes to a process that has counted nothing itself
    assert [one.status_code for one in seen] == [200, 200, 429]
    assert 1 <= int(seen[-1]["Retry-After"]) <= 120


def test_without_redis_a_process_counts_by_itself(cast, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    machine = client_with(key_for(cast.user("integration"), rate=2)[1])
    assert [machine.get("/api/v1/me").status_code for _ in range(3)] == [200, 200, 429]


def test_two_machines_of_one_user_may_use_the_same_idempotency_key(cast):
    user = cast.user("integration")
    for _ in range(2):
        key, text = key_for(user, "payments.post")
        answer = client_with(text).post("/api/v1/payments", {}, HTTP_IDEMPOTENCY_KEY="1")
        assert answer.status_code == 400  # what is refused is not kept; the caller was asked for by its key
    request = RequestFactory().post("/api/v1/payments", HTTP_IDEMPOTENCY_KEY="1", HTTP_AUTHORIZATION=f"Api-Key {text}")
    assert _caller(request) == f"key:{key.prefix}"
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"scopes": []}, "missing", "scopes"),
        ({"scopes": ["accounts.reveal"]}, "unknown_scope", "scopes"),
        ({"name": " "}, "missing", "name"),
        ({"rate_per_minute": 0}, "invalid", "rate_per_minute"),
        ({"last_day": clock.local_date() - timedelta(days=1)}, "in_the_past", "last_day"),
        ({"last_day": clock.local_date() + timedelta(days=2000)}, "too_late", "last_day"),
    ],
)
def test_what_no_key_can_be(cast, change, code, field):
    wanted = {
        "user_id": cast.user("integration").pk,
        "name": "dialler",
        "scopes": ["accounts.view"],
        "rate_per_minute": 600,
        "last_day": clock.local_date(),
        **change,
    }
    with pytest.raises(Refused) as refused:
        create_key(actor=CHIEF, at=clock.now(), **wanted)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_person_gets_no_key(cast):
    both = cast.user("integration")
    RoleGrant.objects.create(user=both, role="manager", valid_from="2000-01-01")
    for user in (cast.user("agent"), both):
        with pytest.raises(Refused) as refused:
            key_for(user)
        assert refused.value.code == "not_a_machine"


# -- the two doors -----------------------------------------------------------------------------------------------


def body(cast):
    return {
        "user": cast.user("integration").pk,
        "name": "dialler",
        "scopes": ["cases.work", "contacts.log"],
        "rate_per_minute": 60,
        "last_day": (clock.local_date() + timedelta(days=30)).isoformat(),
    }


def test_the_page_shows_the_key_once(cast):
    browser = cast.browser("administrator")
    answer = browser.post("/integrations/keys/new/", body(cast))
    assert answer.status_code == 200
    text = answer.context["text"]
    assert text in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client_with(text).get("/api/v1/me").json()["permissions"] == ["cases.work", "contacts.log"]
    page = browser.get("/integrations/").content.decode()
    assert text not in page and text[:8] in page
    browser.post(f"/integrations/keys/{text[:8]}/revoke/")
    assert client_with(text).get("/api/v1/me").status_code == 401
    assert browser.post("/integrations/keys/new/", {}).status_code == 422


def test_the_rest_door_does_the_same(cast):
    api = cast.api("manager")
    made = api.post("/api/v1/api-keys", body(cast))
    assert made.status_code == 201, made.json()
    assert made["Cache-Control"] == "no-store"
    text = made.json()["key"]
    listed = api.get("/api/v1/api-keys").json()
    assert [(row["prefix"], row["last_day"]) for row in listed] == [(text[:8], body(cast)["last_day"])]
    assert "key" not in listed[0]
    assert api.post(f"/api/v1/api-keys/{text[:8]}/revocation").json()["revoked_at"]
    assert api.post(f"/api/v1/api-keys/{text[:8]}/revocation").json()["code"] == "already_revoked"
    for nothing in ("nothing", "%00", "a%20b"):
        assert api.post(f"/api/v1/api-keys/{nothing}/revocation").status_code == 404


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "compliance", "integration"])
def test_who_may_not(cast, role):
    assert cast.browser(role).get("/integrations/").status_code == 403
    assert cast.api(role).get("/api/v1/api-keys").status_code == 403
    assert cast.api(role).post("/api/v1/api-keys", body(cast)).status_code == 403
