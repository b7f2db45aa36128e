"""Webhooks in the browser and over REST: set up, change, pause, end, send again, who may."""

from datetime import timedelta

import pytest

from collections_app.events.actions import record
from collections_app.integrations.models import Webhook, WebhookAttempt, WebhookDelivery
from collections_app.shared import clock
from collections_app.shared.actor import Actor

pytestmark = pytest.mark.django_db

GOOD = {"name": "warehouse", "url": "https://warehouse.example/in", "kinds": ["payment.*", "promise.kept"]}


def delivery(webhook_id, status="DEAD", **more):
    number = record("payment.posted", actor=Actor.command("test"))
    fields = {"status": status, "attempts": 8, "last_error": "timeout", "next_attempt_at": clock.now(), **more}
    return WebhookDelivery.objects.create(webhook_id=webhook_id, event_id=number, **fields)


def test_a_life_over_rest(cast):
    api = cast.api("manager")
    made = api.post("/api/v1/webhooks", GOOD)
    assert made.status_code == 201, made.json()
    body = made.json()
    assert body["secret"].startswith("whsec_") and made["Cache-Control"] == "no-store"
    address = f"/api/v1/webhooks/{body['id']}"
    assert "secret" not in api.get(address).json()
    assert api.patch(address, {"kinds": ["case.*"]}).json()["kinds"] == ["case.*"]
    assert api.post(f"{address}/pause").json()["state"] == "PAUSED"
    assert api.post(f"{address}/resumption").json()["state"] == "ACTIVE"
    assert api.post(f"{address}/resumption").json()["code"] == "not_paused"
    assert api.post(f"{address}/secret").json()["secret"] != body["secret"]
    row = delivery(body["id"])
    log = api.get("/api/v1/webhook-deliveries", {"webhook": body["id"], "status": "DEAD"}).json()["results"]
    assert [(one["event"], one["kind"], one["last_error"]) for one in log] == [
        (row.event_id, "payment.posted", "timeout")
    ]
    assert api.post(f"/api/v1/webhook-deliveries/{row.pk}/again").json()["status"] == "PENDING"
    assert api.post(f"/api/v1/webhook-deliveries/{row.pk}/again").json()["code"] == "waiting"
    assert api.delete(address).status_code == 204
    assert api.patch(address, {"name": "x"}).json()["code"] == "ended"
    assert [one["state"] for one in api.get("/api/v1/webhooks").json()] == ["ENDED"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"url": "http://warehouse.example/"}, "not_https"),
        ({"url": "https://10.0.0.1/"}, "private_address"),
        ({"url": "no address"}, "not_an_address"),
        ({"kinds": ["payment.eaten"]}, "unknown_kind"),
        ({"name": "4111 1111 1111 1111"}, "card_number"),
    ],
)
def test_what_is_refused(cast, change, code):
    answer = cast.api("manager").post("/api/v1/webhooks", {**GOOD, **change})
    assert answer.json()["code"] == code
    assert not Webhook.objects.exists()


def test_a_life_in_the_browser(cast):
    browser = cast.browser("administrator")
    typed = {**GOOD, "kinds": "payment.*, promise.kept\ncase.closed"}
    page = browser.post("/integrations/webhooks/new/", typed)
    webhook = Webhook.objects.get()
    assert webhook.kinds == ["payment.*", "promise.kept", "case.closed"]
    assert page.context["secret"] in page.content.decode() and "no-store" in page["Cache-Control"]
    one = f"/integrations/webhooks/{webhook.pk}/"
    row = delivery(webhook.pk, last_status_code=503, last_answer="<b>down</b>")
    text = browser.get(one).content.decode()
    assert page.context["secret"] not in text
    assert "No answer within five seconds." in text and "&lt;b&gt;down" in text
    for address in ("/integrations/dead-letters/", "/integrations/deliveries/?status=DEAD", "/integrations/webhooks/"):
        assert "warehouse" in browser.get(address).content.decode()
    assert browser.post(f"{one}change/", {**typed, "name": "lake"}).status_code == 302
    assert browser.post(f"{one}change/", {**typed, "url": "http://x.example"}).status_code == 422
    browser.post(f"{one}pause/")
    webhook.refresh_from_db()
    assert (webhook.name, webhook.state) == ("lake", "PAUSED")
    browser.post(f"{one}resume/")
    assert browser.post(f"{one}secret/").context["secret"].startswith("whsec_")
    back = browser.post(f"/integrations/deliveries/{row.pk}/again/", {"next": "/integrations/dead-letters/"})
    assert back.url == "/integrations/dead-letters/"
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("PENDING", 0)
    delivery(webhook.pk)
    browser.post(f"{one}again/")
    assert not WebhookDelivery.objects.filter(status="DEAD").exists()
    browser.post(f"{one}end/")
    webhook.refresh_from_db()
    assert webhook.state == "ENDED"
    assert browser.get(one).status_code == 200
    assert browser.post(f"{one}eat/").status_code == 404


def test_a_delivery_with_its_attempts(cast):
    webhook = cast.api("manager").post("/api/v1/webhooks", GOOD).json()["id"]
    row = delivery(webhook, "PENDING", attempts=2)
    for number, code, error, answer in ((1, None, "timeout", ""), (2, 503, "status", "<b>down</b>")):
        WebhookAttempt.objects.create(
            delivery=row, number=number, at=clock.now(), status_code=code, error=error, answer=answer, response_ms=5001
        )
    body = cast.api("manager").get(f"/api/v1/webhook-deliveries/{row.pk}").json()
    assert (body["event"], body["attempts"]) == (row.event_id, 2)
    assert [(one["number"], one["status_code"], one["said"]) for one in body["tries"]] == [
        (2, 503, "The receiver did not take it."),
        (1, None, "No answer within five seconds."),
    ]
    text = cast.browser("administrator").get(f"/integrations/deliveries/{row.pk}/").content.decode()
    assert "No answer within five seconds." in text and "&lt;b&gt;down" in text and "5,001" in text
    log = cast.browser("administrator").get("/integrations/deliveries/").content.decode()
    assert f'href="/integrations/deliveries/{row.pk}/"' in log
    assert cast.api("manager").get("/api/v1/webhook-deliveries/0").status_code == 404
    assert cast.browser("administrator").get("/integrations/deliveries/0/").status_code == 404


def test_one_that_rests_says_so_and_can_be_tried_at_once(cast):
    api = cast.api("manager")
    address = f"/api/v1/webhooks/{api.post('/api/v1/webhooks', GOOD).json()['id']}"
    since, then = clock.now(), clock.now() + timedelta(minutes=10)
    Webhook.objects.update(failures_in_a_row=6, failing_since=since, next_try_at=then)
    body = api.get(address).json()
    assert (body["state"], body["failures_in_a_row"]) == ("ACTIVE", 6)
    assert body["failing_since"] and body["next_try_at"]
    page = cast.browser("administrator").get(f"/integrations/webhooks/{body['id']}/").content.decode()
    assert "failing" in page and "/resume/" in page
    again = api.post(f"{address}/resumption").json()
    assert (again["failures_in_a_row"], again["failing_since"], again["next_try_at"]) == (0, None, None)


def test_why_something_was_withheld_stands_in_the_log(cast):
    webhook = cast.api("manager").post("/api/v1/webhooks", GOOD).json()["id"]
    row = delivery(webhook, "WITHHELD", attempts=0, last_error="restricted")
    for address in (f"/integrations/deliveries/{row.pk}/", "/integrations/deliveries/?status=WITHHELD"):
        text = cast.browser("administrator").get(address).content.decode()
        assert "withheld" in text and "owner may not open this file." in text
    found = cast.api("manager").get("/api/v1/webhook-deliveries", {"status": "WITHHELD"}).json()["results"]
    assert [(one["status"], one["last_error"]) for one in found] == [("WITHHELD", "restricted")]


@pytest.mark.parametrize("role", ["agent", "lead", "quality", "compliance", "integration"])
def test_who_may_not(cast, role):
    for page in ("webhooks", "deliveries", "deliveries/1", "dead-letters"):
        assert cast.browser(role).get(f"/integrations/{page}/").status_code == 403
    assert cast.api(role).get("/api/v1/webhooks").status_code == 403
    assert cast.api(role).post("/api/v1/webhooks", GOOD).status_code == 403
    assert cast.api(role).get("/api/v1/webhook-deliveries").status_code == 403
    assert cast.api(role).get("/api/v1/webhook-deliveries/1").status_code == 403


def test_all_that_was_given_up_is_sent_again_over_rest(cast):
    api = cast.api("manager")
    made = api.post("/api/v1/webhooks", GOOD).json()["id"]
    for _ in range(3):
        delivery(made, last_attempt_at=clock.now())
    listed = api.get("/api/v1/webhooks").json()[0]
    assert (listed["waiting"], listed["dead"]) == (0, 3)
    assert listed["last_attempt_at"] is not None
    assert api.post(f"/api/v1/webhooks/{made}/again").json() == {"sent_again": 3}
    listed = api.get("/api/v1/webhooks").json()[0]
    assert (listed["waiting"], listed["dead"]) == (3, 0)
    assert api.post("/api/v1/webhooks/999999/again").status_code == 404
    assert cast.api("lead").post(f"/api/v1/webhooks/{made}/again").status_code == 403
