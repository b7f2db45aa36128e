"""Kept rates: the example of domain 4.10, and what is never summed."""

from decimal import Decimal

from collections_app.arrangements.rules.kept import Kept, Matured, kept_rates


def matured(status, promises, promised, credited, *, group="", currency="CNY"):
    return Matured(
        group=group,
        currency=currency,
        status=status,
        promises=promises,
        promised=Decimal(promised),
        credited=Decimal(credited),
    )


def test_the_example_of_the_reference():
    (line,) = kept_rates(
        [
            matured("KEPT", 18, "36000.00", "36000.00"),
            matured("PARTIAL", 4, "8000.00", "4000.00"),
            matured("BROKEN", 8, "16000.00", "0.00"),
        ]
    )
    assert (line.matured, line.promised) == (30, Decimal("60000.00"))
    assert line.kept_rate == Decimal("0.6")
    assert round(line.amount_rate * 100, 2) == Decimal("66.67")


def test_currencies_stand_apart_and_the_most_matured_first():
    lines = kept_rates(
        [
            matured("BROKEN", 1, "10.00", "0.00", group="FORGOT", currency="USD"),
            matured("KEPT", 2, "10.00", "10.00", group="FORGOT"),
            matured("KEPT", 3, "10.00", "10.00", group="ILLNESS"),
        ]
    )
    assert [(line.group, line.currency, line.matured) for line in lines] == [
        ("ILLNESS", "CNY", 3),
        ("FORGOT", "CNY", 2),
        ("FORGOT", "USD", 1),
    ]


def test_nothing_matured_has_no_rate():
    nothing = Kept(group="", currency="CNY")
    assert (nothing.kept_rate, nothing.amount_rate) == (None, None)
