"""What every test may use: the cast, and the shipped policies. Stories live beside the tests that need them."""

import pytest
from django.utils import translation

from .cast import cast

__all__ = ["cast"]


@pytest.fixture
def shipped_policies(db):
    """The profiles of the migration, put back where a committing test has emptied the tables."""
    from accounts.models import PolicyProfile, PolicyVersion
    from accounts.shipped_policies import ship

    ship(PolicyProfile, PolicyVersion)


@pytest.fixture
def contact_policies_shipped(db):
    """The contact profiles and time zones of the migration, put back where a committing test has emptied the tables."""
    from collections_app.compliance import models, shipped_policies, shipped_zones

    shipped_policies.ship(models.ContactProfile, models.ContactPolicyVersion, models.ContactProfileUse)
    shipped_zones.ship(models.RegionZone)


@pytest.fixture(autouse=True)
def plain_language():
    """A request of one test leaves its language active; the next test begins without."""
    yield
    translation.deactivate()
