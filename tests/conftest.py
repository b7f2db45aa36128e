"""What every test may use: the cast, and a database as migrations leave it. Stories live beside their tests."""

import pytest
from django.utils import translation

from . import shipped_data
from .cast import cast

__all__ = ["cast"]


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
