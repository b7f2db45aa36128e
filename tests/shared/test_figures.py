"""How figures, days, phones and buckets are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from collections_app.shared.templatetags import fairdue


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("18420.1"), "18,420.10"),
        (Decimal("-50"), "−50.00"),
        (Decimal("0"), "0.00"),
        (Decimal("-0.001"), "0.00"),
        (Decimal("0.005"), "0.01"),
        (1234567, "1,234,567.00"),
        (None, "–"),
    ],
)
def test_money(amount, text):
    assert fairdue.money(amount) == text


@pytest.mark.parametrize(
    ("change", "text"), [(12, "+12"), (-3, "−3"), (0, "±0"), (Decimal("1.5"), "+1.50"), (None, "–")]
)
def test_a_change_carries_its_sign(change, text):
    assert fairdue.signed(change) == text


@pytest.mark.parametrize(("share", "text"), [(Decimal("0.1234"), "12.3\u202f%"), (1, "100.0\u202f%"), (None, "–")])
def test_percentage(share, text):
    assert fairdue.percentage(share) == text


@pytest.mark.parametrize(
    ("language", "long", "short", "count"),
    [("en", "29 Feb 2024", "29 Feb", "1 day"), ("zh-hans", "2024-02-29", "2月29日", "1 天")],
)
def test_days_in_both_languages(language, long, short, count):
    with translation.override(language):
        assert fairdue.local_date(date(2024, 2, 29)) == long
        assert fairdue.short_date(date(2024, 2, 29)) == short
        assert fairdue.days(1) == count


def test_a_moment_falls_on_the_business_day():
    with translation.override("en"):
        at = datetime(2026, 2, 28, 16, 30, tzinfo=UTC)
        assert fairdue.local_date(at) == "1 Mar 2026"
        assert fairdue.local_moment(at) == "1 Mar 2026 00:30"


@pytest.mark.parametrize(
    ("code", "text"), [("M2", ">M2<"), ("M4P", ">M4+<"), ("M4+", ">M4+<"), ("CURRENT", ">Current<")]
)
def test_a_bucket_badge_always_has_its_text(code, text):
    with translation.override("en"):
        assert text in fairdue.bucket(code)
        assert "bucket bucket-m" in fairdue.bucket(code) or code == "CURRENT"


def test_a_bucket_nobody_knows_is_escaped():
    assert "<script>" not in fairdue.bucket("<script>")


def test_a_key_in_a_form_or_an_address_is_never_grouped():
    with translation.override("en"):
        assert Template('<option value="{{ pk }}">').render(Context({"pk": 16839})) == '<option value="16839">'
