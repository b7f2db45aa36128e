"""The case page: what stands on it, for whom, with how many queries."""

import pytest

from tests.cases.desk import waiting

pytestmark = pytest.mark.django_db


def test_it_opens(cast):
    made = waiting()
    answer = cast.browser("agent").get(f"/cases/{made.pk}/")
    assert answer.status_code == 200, answer.content.decode()[:3000]
