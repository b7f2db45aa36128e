"""What every test may use: the cast, and a database as migrations leave it. Stories live beside their tests."""

import pytest
from django.utils import translation

from . import shipped_data
from .cast import cast

__all__ = ["cast"]

LONGEST = ("stories", "twins", "browser")
"""Folders whose files take longest, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: of several processes none then begins a long one when the others have nothing left."""
    place = {folder: at for at, folder in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.parent.name, len(LONGEST)))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The test database, whose shipped rows outlive the tests that commit."""
    with django_db_blocker.unblock():
        shipped_data.keep_aside()


@pytest.fixture(autouse=True)
def plain_language():
    """A request of one test leaves its language active; the next test begins without."""
    yield
    translation.deactivate()
