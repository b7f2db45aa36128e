"""The people of every test: one user per role, in the browser and at the REST door.

def test_a_lead_may_reverse(cast):
    cast.browser("lead").post(…)      a browser session
    cast.api("integration").get(…)    a REST client with a real token
    cast.actor("manager")             the actor for an action
    cast.user("agent")                the user itself
"""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from knox.models import AuthToken
from rest_framework.test import APIClient

from collections_app.people.models import RoleGrant, User
from collections_app.people.queries import actor_of_user
from collections_app.shared.actor import Actor

PASSWORD = "a-long-desk-password"


@dataclass
class Cast:
    """Users appear on the stage when a test first names their role; `stranger` has no role at all."""

    _users: dict[str, User] = field(default_factory=dict)

    def user(self, role: str) -> User:
        """The user who holds `role` since before any date a test plays on."""
        if role not in self._users:
            user = User.objects.create_user(f"{role}.one", PASSWORD, display_name=f"The {role}")
            if role != "stranger":
                RoleGrant.objects.create(user=user, role=role, valid_from="2000-01-01")
            self._users[role] = user
        return self._users[role]

    def actor(self, role: str, channel: str = "browser") -> Actor:
        """The user with `role` as the actor of an action."""
        return actor_of_user(self.user(role), channel=channel)

    def browser(self, role: str) -> Client:
        """A logged-in browser."""
        client = Client()
        client.force_login(self.user(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def api(self, role: str) -> APIClient:
        """A REST client that sends a token."""
        _instance, token = AuthToken.objects.create(user=self.user(role))
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
        return client

    @property
    def nobody(self) -> Client:
        """A browser that has not logged in."""
        return Client()


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()
