"""Regions and their time zones: added, removed, on the page and over REST; what they decide."""

import pytest

from collections_app.cases.models import Case
from collections_app.compliance.actions.zones import add_region_zone, remove_region_zone
from collections_app.compliance.models import RegionZone
from collections_app.events.models import Event
from tests.accounts.desk import roles_let_in
from tests.cases.desk import NOW, waiting
from tests.compliance.debtors import debtor, local

from .test_contact_policies import refused

pytestmark = pytest.mark.django_db
PAGE = "/compliance/zones/"


def add(cast, role="compliance", **changed):
    arguments = {"region": "Utopia", "zone": "Pacific/Guam", "at": NOW}
    return add_region_zone(actor=cast.actor(role), **{**arguments, **changed})


def test_a_zone_of_his_region_closes_the_window_of_who_must_be_called_in_all(cast):
    before, someone = debtor("13800138001", profile="US_REGF"), debtor("13800138002", profile="US_REGF")
    type(someone.holder).objects.update(region="Utopia")
    at = local("2026-03-10 23:00")  # 11:00 in New York, 01:00 of the next day on Guam
    before.permit(at)
    row = add(cast)
    assert someone.refusal(at).rule == "window"
    remove_region_zone(actor=cast.actor("compliance"), zone_id=row.pk, at=NOW)
    someone.permit(at)


def test_each_change_is_one_event_and_wakes_the_cases(cast):
    asleep = waiting(sleeps_until="2025-03-11T00:00Z")
    row = add(cast)
    assert Case.objects.get(pk=asleep.pk).sleeps_until == NOW
    remove_region_zone(actor=cast.actor("manager"), zone_id=row.pk, at=NOW)
    told = Event.objects.filter(kind__startswith="region_zone.").order_by("id")
    assert [(event.kind, event.data) for event in told] == [
        ("region_zone.added", {"region_zone": row.pk, "zone": "Pacific/Guam"}),
        ("region_zone.removed", {"region_zone": row.pk, "zone": "Pacific/Guam"}),
    ]
    row.refresh_from_db()
    assert (row.added_at, row.removed_at) == (NOW, NOW)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"region": " "}, ("missing", "region")),
        ({"zone": "Moon/Crater"}, ("unknown_zone", "zone")),
        ({"region": "TX", "zone": "America/Chicago"}, ("taken", "region")),
        ({"role": "lead"}, ("forbidden", None)),
    ],
)
def test_what_is_refused(cast, changed, refusal):
    assert refused(add, cast, **changed) == refusal
    assert refused(remove_region_zone, actor=cast.actor("compliance"), zone_id=0, at=NOW) == ("not_found", None)


def test_the_page_lists_finds_adds_and_removes(cast):
    browser = cast.browser("compliance")
    assert "America/Chicago" in browser.get(f"{PAGE}?q=tx").content.decode()
    assert browser.post(f"{PAGE}?q=uto", {"region": "Utopia", "zone": "Pacific/Guam"}).url == f"{PAGE}?q=uto"
    row = RegionZone.objects.get(region="Utopia")
    assert "Pacific/Guam" in browser.get(f"{PAGE}?q=utopia").content.decode()
    browser.post(f"{PAGE}{row.pk}/remove/")
    row.refresh_from_db()
    assert row.removed_at is not None
    assert "No such region" in browser.get(f"{PAGE}?q=utopia").content.decode()
    twice = browser.post(PAGE, {"region": "TX", "zone": "America/Chicago"})
    assert (twice.status_code, "has this time zone already" in twice.content.decode()) == (422, True)
    assert browser.get(f"{PAGE}?format=csv").status_code == 200


def test_who_may(cast):
    assert cast.browser("lead").get(PAGE).status_code == 200
    assert "Remove" not in cast.browser("lead").get(PAGE).content.decode()
    assert cast.browser("lead").post(f"{PAGE}1/remove/").status_code == 403
    assert refused(add, cast, role="quality") == ("forbidden", None)
    assert roles_let_in(cast, "/api/v1/region-zones", {}) == {"manager", "compliance"}


def test_over_rest(cast):
    api = cast.api("compliance")
    row = api.post("/api/v1/region-zones", {"region": "Utopia", "zone": "Pacific/Guam"})
    assert row.status_code == 201
    assert api.get("/api/v1/region-zones", {"region": "Utopia"}).json()["results"] == [row.json()]
    assert api.post(f"/api/v1/region-zones/{row.json()['id']}/removal").status_code == 204
    assert api.get("/api/v1/region-zones", {"region": "Utopia"}).json()["results"] == []
