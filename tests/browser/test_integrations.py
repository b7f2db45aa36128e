"""A key is given out, a webhook set up and ended, in a real browser."""

import os

import pytest
from playwright.sync_api import expect

from collections_app.integrations.models import ApiKey, Webhook, WebhookAttempt, WebhookDelivery
from collections_app.shared import clock
from tests.integrations.feed import happen
from tests.integrations.machines import client_with

pytestmark = pytest.mark.django_db(transaction=True)


def look(page, name):
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_key_is_shown_once_opens_the_door_and_is_revoked(sit_down, cast):
    cast.user("integration")
    page = sit_down("manager", "/integrations/")
    page.get_by_label("Integration user").select_option(label="The integration (integration.one)")
    page.get_by_label("Used by").fill("dialler")
    page.get_by_label("cases.work").check()
    page.get_by_label("contacts.log").check()
    page.get_by_role("button", name="Give out the key").click()
    text = page.get_by_role("textbox", name="API key").input_value()
    look(page, "key")
    assert client_with(text).get("/api/v1/me").json()["permissions"] == ["cases.work", "contacts.log"]
    page.goto(page.url.split("/integrations/")[0] + "/integrations/")
    expect(page.get_by_role("textbox", name="API key")).to_have_count(0)
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("cell", name="revoked")).to_be_visible()
    assert ApiKey.objects.get().revoked


def test_a_webhook_is_set_up_and_what_was_given_up_is_sent_again(sit_down):
    page = sit_down("manager", "/integrations/webhooks/")
    page.get_by_label("Receiver").fill("warehouse")
    page.get_by_label("Address").fill("https://10.0.0.1/in")
    page.get_by_label("Events").fill("payment.*\npromise.kept")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("This leads to a private network")).to_be_visible()
    page.get_by_label("Address").fill("https://warehouse.example/in")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("textbox", name="The secret")).to_have_value(page.locator("#fresh-secret").input_value())
    look(page, "webhooks")
    row = {"status": "DEAD", "attempts": 8, "last_error": "timeout", "next_attempt_at": clock.now()}
    dead = WebhookDelivery.objects.create(webhook=Webhook.objects.get(), event_id=happen(), **row)
    WebhookAttempt.objects.create(delivery=dead, number=8, at=clock.now(), error="timeout", response_ms=5001)
    page.get_by_role("link", name="Given up").click()
    look(page, "dead")
    page.get_by_role("link", name=str(dead.event_id), exact=True).click()
    expect(page.get_by_role("row", name="No answer within five seconds.")).to_contain_text("5,001")
    look(page, "delivery")
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("It is sent again within seconds.")).to_be_visible()
    page.goto(page.url.split("/integrations/")[0] + f"/integrations/webhooks/{Webhook.objects.get().pk}/")
    look(page, "webhook")
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("ended")).to_be_visible()
