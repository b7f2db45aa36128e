"""A short panel, so that a test ages thirty clients instead of thirty thousand."""

import pytest

from collections_app.demo import panel


@pytest.fixture
def short_panel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel's first thirty clients."""
    everyone = panel.clients

    def first(*args):
        return (client for client in everyone(*args) if client.number <= 30)

    monkeypatch.setattr(panel, "clients", first)
