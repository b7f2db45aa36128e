"""Moments with offsets that no database knows are refused or understood, never a crash."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("0504-11-28T14:23:57.805300+18:35", 200),
        ("0001-01-01T00:00:00+18:35", 400),
        ("2026-03-10T10:04:00+08:00", 200),
        ("yesterday", 400),
    ],
)
def test_a_filter_by_moment(cast, moment, status):
    assert cast.api("agent").get("/api/v1/contacts", {"at_from": moment}).status_code == status
