"""Machines and their keys."""

from datetime import timedelta

from rest_framework.test import APIClient

from collections_app.integrations.actions.keys import create_key
from collections_app.shared import clock
from collections_app.shared.actor import Actor

CHIEF = Actor.command("test")


def key_for(user, *scopes, rate=600, at=None, days=30):
    """A key of the user: its row and its text."""
    at = at or clock.now()
    return create_key(
        actor=CHIEF,
        user_id=user.pk,
        name="dialler",
        scopes=scopes or ("accounts.view",),
        rate_per_minute=rate,
        last_day=clock.local_date(at) + timedelta(days=days),
        at=at,
    )


def client_with(text):
    """A REST client that sends this key."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {text}")
    return client
