"""Policies of the ledger and of promises over REST: read, a new version, who may."""

import pytest

from accounts.models import PolicyVersion
from collections_app.arrangements.models import PromisePolicy
from tests.accounts.desk import roles_let_in

pytestmark = pytest.mark.django_db
LATER = {"valid_from": "2099-12-01", "reason": "decided by the card committee"}


def like(version, **changed):
    """A body that repeats a version, but for what is changed."""
    kept = ("id", "valid_from", "reason", "recorded_on", "recorded_at", "recorded_by")
    return {**{name: value for name, value in version.items() if name not in kept}, **LATER, **changed}


def test_a_version_of_a_profile(cast):
    caller, address = cast.api("manager"), "/api/v1/policies/CN_CBA_2026"
    before = caller.get(address).json()
    written = caller.post(f"{address}/versions", like(before["versions"][-1], grace_days=5))
    assert (written.status_code, written.json()["grace_days"]) == (201, 5), written.json()
    assert PolicyVersion.objects.get(valid_from="2099-12-01").profile.code == "CN_CBA_2026"
    assert caller.get(address).json()["versions"] == [*before["versions"], written.json()]
    assert caller.get("/api/v1/policies").json()[0]["code"] == "CN_CBA_2026"
    assert caller.post(f"{address}/versions", like(before["versions"][-1])).json()["code"] == "taken"
    assert caller.post(f"{address}/versions", like(before["versions"][-1], grace_days=31)).status_code == 400


@pytest.mark.parametrize("code", ["nobody", "a%00b"])
def test_no_such_profile(cast, code):
    caller = cast.api("manager")
    body = like(caller.get("/api/v1/policies/CN_CBA_2026").json()["versions"][-1])
    assert caller.get(f"/api/v1/policies/{code}").status_code == 404
    assert caller.post(f"/api/v1/policies/{code}/versions", body).status_code == 404
    assert caller.post(f"/api/v1/policies/{code}/versions", body, headers={"If-Match": '"x"'}).status_code == 404


def test_a_promise_policy(cast):
    caller, address = cast.api("manager"), "/api/v1/promise-policies"
    (shipped,) = caller.get(address).json()
    written = caller.post(address, like(shipped, grace_days=2, threshold="0.900000"))
    assert (written.status_code, written.json()["grace_days"]) == (201, 2), written.json()
    assert str(PromisePolicy.objects.get(valid_from="2099-12-01").threshold) == "0.900000"
    assert caller.get(address).json() == [written.json(), shipped]
    assert caller.post(address, like(shipped, valid_from="2099-12-02", grace_days=99)).status_code == 400
    assert caller.post(address, like(shipped, valid_from="2000-01-01")).json()["code"] == "not_after_today"


def test_who_may_write(cast):
    for address in ("promise-policies", "policies/CN_CBA_2026/versions"):
        assert roles_let_in(cast, f"/api/v1/{address}", {}) == {"manager", "compliance"}
    for address in ("policies", "policies/CN_CBA_2026", "promise-policies"):
        assert cast.api("agent").get(f"/api/v1/{address}").status_code == 403
        assert cast.api("quality").get(f"/api/v1/{address}").status_code == 200
