"""A dialler's results in one request: every row answered, good rows logged, nothing logged twice."""

from uuid import uuid4

import pytest

from collections_app.contacts.models import Contact
from tests.accounts.desk import roles_let_in
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/contacts/bulk"


def row(file, **changes):
    return {
        "case": file.case.pk,
        "submission": str(uuid4()),
        "outcome": "NO_ANSWER",
        "contact_point_id": file.point.pk,
        **changes,
    }


def test_every_row_is_answered_and_good_rows_are_logged(cast):
    one, other = open_file(), open_file()
    first = row(other)
    rows = [
        first,
        row(one, outcome="NO_SUCH"),
        row(one, case=10**9),
        row(one),
        first,
        {name: value for name, value in row(one).items() if name != "submission"},
        None,
    ]
    answer = cast.api("integration").post(ADDRESS, {"contacts": rows})
    assert answer.status_code == 200
    assert [(one["index"], one["status"], one["field"]) for one in answer.data["rows"]] == [
        (0, "created", ""),
        (1, "refused", "outcome"),
        (2, "refused", ""),
        (3, "created", ""),
        (4, "same", ""),
        (5, "refused", "submission"),
        (6, "refused", ""),
    ]
    assert answer.data["rows"][2]["code"] == "not_found"
    assert answer.data["rows"][0]["contact"] == answer.data["rows"][4]["contact"]
    # Calls that nobody asked leave for: the truth is logged all the same, as a breach.
    assert [one["breach"] for one in answer.data["rows"]] == [True, False, False, True, True, False, False]
    assert Contact.objects.count() == 2


def test_sent_again_nothing_is_logged_twice(cast):
    caller, asked = cast.api("integration"), {"contacts": [row(open_file()), row(open_file())]}
    first, again = caller.post(ADDRESS, asked), caller.post(ADDRESS, asked)
    assert (first.data["created"], again.data["same"], Contact.objects.count()) == (2, 2, 2)


def test_under_a_key_the_answer_is_replayed(cast):
    caller, asked = cast.api("integration"), {"contacts": [row(open_file())]}
    answers = [caller.post(ADDRESS, asked, headers={"Idempotency-Key": "day 1"}) for _ in range(2)]
    assert [answer.json()["created"] for answer in answers] == [1, 1]
    assert answers[1].headers["Idempotency-Replayed"] == "true"


def test_who_may_log(cast):
    asked = {"contacts": [row(open_file())]}
    assert roles_let_in(cast, ADDRESS, asked) == {"agent", "lead", "manager", "integration"}
