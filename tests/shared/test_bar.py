"""The bar: under which entry a page lies."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/people/", "people"),
        ("/teams/move/", "people"),
        ("/reassign/", "queues"),
        ("/results/", "dashboard"),
        ("/cases/", "cases"),
        ("/profile/", ""),
    ],
)
def test_a_page_is_marked_under_its_entry(cast, address, entry):
    assert cast.browser("manager").get(address).context["current_page"] == entry
