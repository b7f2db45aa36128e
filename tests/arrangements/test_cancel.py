"""Cancelling a promise: it counts nowhere, and the case is worked again."""

import pytest

from collections_app.arrangements.actions import cancel
from collections_app.arrangements.queries import open_promise
from collections_app.cases.models import CaseHold
from collections_app.events.models import Event
from collections_app.people.rules.roles import ROLES
from collections_app.shared.errors import Refused
from tests.accounts.desk import noon
from tests.arrangements.promised import ANYONE, parts_of, promised
from tests.cases.files import case, holder

pytestmark = pytest.mark.django_db
AT = noon("03-11")


@pytest.fixture
def made():
    return promised(case(past_due="3000.00"))


def refused(made, **more):
    arguments = {"actor": ANYONE, "promise_id": made.pk, "reason": "wrong account", "at": AT, **more}
    with pytest.raises(Refused) as caught:
        cancel(**arguments)
    return caught.value.code, caught.value.field


def test_a_cancelled_promise_frees_its_case(made, cast):
    left = cancel(actor=cast.actor("lead"), promise_id=made.pk, reason="wrong account", at=AT)
    assert (left.status, left.ended_reason, parts_of(left)) == ("CANCELLED", "wrong account", [("CANCELLED", "0.00")])
    here = left.case
    here.refresh_from_db()
    assert (here.promise_due_on, here.hold_kinds, here.work_stopped) == (None, [], False)
    assert CaseHold.objects.get(case=here).release_reason == "wrong account"
    assert open_promise(here.pk) is None
    assert Event.objects.get(kind="promise.cancelled").data["promise"] == made.pk


def test_what_cannot_be_is_refused(made):
    assert refused(made, reason=" ") == ("missing", "reason")
    assert refused(made, promise_id=0) == ("not_found", None)
    cancel(actor=ANYONE, promise_id=made.pk, reason="wrong account", at=AT)
    assert refused(made) == ("not_open", None)


def test_a_restricted_file_is_not_found_without_clearance(cast):
    made = promised(case(of=holder(restriction="STAFF"), past_due="3000.00"))
    assert refused(made, actor=cast.actor("lead")) == ("not_found", None)


def test_who_may_cancel(cast):
    allowed = set()
    for role in ROLES:
        made = promised(case(past_due="3000.00"))
        try:
            cancel(actor=cast.actor(role), promise_id=made.pk, reason="wrong account", at=AT)
        except Refused as error:
            assert error.code == "forbidden"
        else:
            allowed.add(role)
    assert allowed == {"lead", "manager"}
