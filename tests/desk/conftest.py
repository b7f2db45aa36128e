"""The desk at noon of 10 March 2025 in Shanghai, when everybody may be called."""

import pytest

from collections_app.people.models import Team, TeamAssignment
from collections_app.shared import clock
from tests.cases.desk import NOW


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Pages take the hour from the clock; here it stands still."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def front(cast):
    """The agent and the lead of the cast work in the front end."""
    for role in ("agent", "lead"):
        TeamAssignment.objects.create(
            user=cast.user(role), team=Team.objects.get(code="FRONT"), valid_from="2000-01-01", reason="HOME"
        )
