"""A portfolio to watch and how tests of alerts on it begin."""

from datetime import timedelta
from decimal import Decimal

import pytest

from collections_app.dashboards import actions
from collections_app.dashboards.alert_scope import Scope
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from tests.cases.desk import NOW
from tests.dashboards.figures import figure, flow

FORWARD = {"figure": "forward", "threshold": "0.3", "bucket": 1}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def march():
    """Figures up to 10 March 2025: the cohort of M1 of the domain text in February, another in March so far."""
    figure("02-01", "M1", 40, "76000.00")
    figure("03-01", "M2", 20, "30900.00")
    figure("03-10", "CURRENT", 900, "900000.00")
    figure("03-10", "M1", 60, "90000.00", "9000.00")
    figure("03-10", "M1", 5, "5000.00", "500.00", region="")
    figure("03-10", "M2", 10, "10000.00", "2000.00", code="PLATINUM")
    figure("03-10", "M2", 1, "7.00", currency="USD")
    flow("03-01", "01-31", "M1", "M2", 2, "30000.00")
    flow("03-01", "01-31", "M1", "M1", 2, "17000.00")
    flow("03-01", "01-31", "M1", "CURRENT", 3, "29000.00")
    flow("03-01", "01-31", "M4", "M4+", 8, "5.28")
    flow("03-01", "01-31", "M4", "M4", 2, "1.32")
    flow("03-10", "02-28", "M1", "M2", 1, "10000.00")
    flow("03-10", "02-28", "M1", "M1", 3, "30000.00", region="")


def set_alert(cast, figure="accounts", operator="ABOVE", threshold="10", *, role="lead", told=None, **scope):
    return actions.set_alert(
        actor=cast.actor(role),
        figure=figure,
        operator=operator,
        threshold=Decimal(threshold),
        told=[cast.user("lead").pk] if told is None else told,
        scope=Scope(**scope),
        at=NOW,
    )


def mailed_to_the_lead(cast):
    actions.set_mailing(
        actor=cast.actor("lead"), address="l@bank.example", alerts=True, summary="NEVER", hour=8, at=NOW
    )


def check(minutes=0):
    return actions.check_alerts(actor=Actor.night(), at=NOW + timedelta(minutes=minutes))
