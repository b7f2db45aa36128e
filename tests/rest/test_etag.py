"""Versions: what has not changed is not sent again, and nobody changes what he has not seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from rest_framework.views import APIView

from collections_app.cases.models import CaseHold
from collections_app.shared.deprecation import deprecated
from tests.cast import Cast
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db
HOLD = {"kind": "DISPUTE", "reason": "does not know the purchase"}


def path(file, *parts):
    return "/".join(["/api/v1/cases", str(file.case.pk), *parts])


def test_what_has_not_changed_is_not_sent_again(cast):
    file, caller = open_file(), cast.api("lead")
    first = caller.get(path(file))
    assert first["ETag"].startswith('"')
    again = caller.get(path(file), headers={"If-None-Match": f'W/"x", {first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    caller.post(path(file, "holds"), HOLD)
    changed = caller.get(path(file), headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_who_knows_an_older_version_changes_nothing(cast):
    file, caller = open_file(), cast.api("lead")
    seen = caller.get(path(file))["ETag"]
    assert caller.post(path(file, "holds"), HOLD, headers={"If-Match": seen}).status_code == 201
    late = caller.post(path(file, "holds"), HOLD, headers={"If-Match": seen})
    assert (late.status_code, late.json()["code"], late["Content-Type"]) == (
        412,
        "changed_meanwhile",
        "application/problem+json",
    )
    assert CaseHold.objects.count() == 1
    assert caller.post(path(file, "holds"), HOLD, headers={"If-Match": "*"}).status_code != 412


def test_a_weak_tag_never_matches(cast):
    file, caller = open_file(), cast.api("lead")
    seen = caller.get(path(file))["ETag"]
    assert caller.post(path(file, "holds"), HOLD, headers={"If-Match": f"W/{seen}"}).status_code == 412


@pytest.mark.parametrize(
    ("read", "change", "body"),
    [
        ("cardholders/{c.cardholder.customer_no}", "restriction", {"restriction": "STAFF", "reason": "joined"}),
        ("contacts/{contact}", "corrections", {"outcome": "BUSY", "why_corrected": "wrong key"}),
        ("queues/first", "state", {"is_active": False}),
    ],
)
def test_other_nouns_take_it_too(cast, read, change, body):
    file, caller = open_file(), cast.api("manager")
    contact = caller.post(
        path(file, "contacts"), {"outcome": "NO_ANSWER", "submission": str(uuid4()), "contact_point_id": file.point.pk}
    ).json()["id"]
    if read.startswith("queues"):
        read = f"queues/{caller.get('/api/v1/queues').json()[0]['code']}"
    address = f"/api/v1/{read.format(c=file.case, contact=contact)}"
    seen = caller.get(address)["ETag"]
    assert caller.post(f"{address}/{change}", body, headers={"If-Match": '"older"'}).status_code == 412
    assert caller.post(f"{address}/{change}", body, headers={"If-Match": seen}).status_code in (200, 201)
    assert caller.get(address).headers.get("ETag") != seen


def test_a_webhook_is_changed_by_who_knows_it_as_it_is(cast):
    caller = cast.api("manager")
    made = caller.post("/api/v1/webhooks", {"name": "lake", "url": "https://lake.example/in", "kinds": ["case.*"]})
    address = f"/api/v1/webhooks/{made.json()['id']}"
    seen = caller.get(address)["ETag"]
    assert caller.patch(address, {"kinds": ["payment.*"]}, headers={"If-Match": seen}).status_code == 200
    for late in (
        caller.patch(address, {"name": "sea"}, headers={"If-Match": seen}),
        caller.post(f"{address}/pause", headers={"If-Match": seen}),
        caller.post(f"{address}/secret", headers={"If-Match": seen}),
        caller.delete(address, headers={"If-Match": seen}),
    ):
        assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    newest = caller.get(address)
    assert (newest.json()["name"], newest.json()["state"]) == ("lake", "ACTIVE")
    assert caller.delete(address, headers={"If-Match": newest["ETag"]}).status_code == 204


@pytest.mark.parametrize("address", ["outcomes/NO_ANSWER", "reasons/FORGOT"])
def test_a_name_of_a_list_is_changed_by_who_knows_it_as_it_is(cast, address):
    caller, address = cast.api("manager"), f"/api/v1/{address}"
    seen = caller.get(address)
    assert caller.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 304
    renamed = caller.patch(address, {"name_en": "Nobody there"}, headers={"If-Match": seen["ETag"]})
    assert (renamed.status_code, renamed.json()["name_zh"]) == (200, seen.json()["name_zh"])
    late = caller.patch(address, {"is_active": False}, headers={"If-Match": seen["ETag"]})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert caller.get(address).json() == renamed.json()


def test_an_alert_is_stopped_by_who_knows_it_as_it_is(cast):
    caller, user = cast.api("lead"), cast.user("lead")
    asked = {"figure": "callable", "operator": "ABOVE", "threshold": "500", "told": [user.pk]}
    address = f"/api/v1/alerts/{caller.post('/api/v1/alerts', asked).json()['id']}"
    seen = caller.get(address)
    assert seen.json()["is_active"] is True
    assert caller.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 304
    stopped = caller.patch(address, {"is_active": False}, headers={"If-Match": seen["ETag"]})
    assert (stopped.status_code, caller.get(address).json()) == (200, stopped.json())
    late = caller.patch(address, {"is_active": True}, headers={"If-Match": seen["ETag"]})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert caller.get("/api/v1/alerts/999999").status_code == 404
    assert cast.api("agent").get(address).status_code == 403


@pytest.mark.parametrize(
    ("read", "change"),
    [
        ("policies/CN_CBA_2026", "policies/CN_CBA_2026/versions"),
        ("contact-policies", "contact-policies"),
        ("contact-policies?profile=US_REGF", "contact-policies?profile=US_REGF"),
        ("contact-profile-uses", "contact-profile-uses"),
        ("promise-policies", "promise-policies"),
        ("scorecard-schemes", "scorecard-schemes"),
    ],
)
def test_rules_are_written_on_top_of_those_one_has_read(cast, read, change):
    """What is wrong with the body is said to who knows the newest version only."""
    caller = cast.api("manager")
    seen = caller.get(f"/api/v1/{read}")
    assert seen.status_code == 200
    again = caller.get(f"/api/v1/{read}", headers={"If-None-Match": seen["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert caller.post(f"/api/v1/{change}", {}, headers={"If-Match": '"older"'}).status_code == 412
    assert caller.post(f"/api/v1/{change}", {}, headers={"If-Match": seen["ETag"]}).status_code == 400


def test_without_the_permission_the_answer_is_as_ever(cast):
    file = open_file()
    answer = cast.api("stranger").post(path(file, "holds"), HOLD, headers={"If-Match": '"x"'})
    assert answer.status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_know_one_version_one_changes_it():
    file, cast = open_file(), Cast()
    callers = [cast.api("lead") for _ in range(4)]
    seen = callers[0].get(path(file))["ETag"]

    def call(caller):
        try:
            return caller.post(path(file, "holds"), HOLD, headers={"If-Match": seen}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(call, callers))
    assert sorted(codes) == [201, 412, 412, 412]
    assert CaseHold.objects.count() == 1


# -- deprecation --------------------------------------------------------------------------------------------------


def test_a_deprecated_address_says_so_in_every_answer(rf):
    @deprecated(since=date(2027, 1, 4), sunset=date(2027, 9, 1), instead="/api/v1/payments")
    class Old(APIView):
        needs = None

    answer = Old.as_view()(rf.get("/"))
    assert answer.status_code in (401, 403)
    assert answer["Deprecation"] == "@1799020800"
    assert answer["Sunset"] == "Wed, 01 Sep 2027 00:00:00 GMT"
    assert answer["Link"] == '</api/v1/payments>; rel="successor-version"'


def test_callers_have_half_a_year(rf):
    with pytest.raises(ValueError, match="182 days"):
        deprecated(since=date(2027, 1, 4), sunset=date(2027, 2, 1))
