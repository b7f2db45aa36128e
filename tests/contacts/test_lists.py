"""The lists of outcomes and reasons: shipped, added, renamed, retired; the page, the REST door, who may."""

import pytest

from collections_app.contacts.actions.lists import add_outcome, add_reason, rename, set_in_use
from collections_app.contacts.models import Outcome, Reason
from collections_app.contacts.queries import outcomes_in_use, reasons_in_use
from collections_app.events.models import Event
from collections_app.shared.errors import Refused

pytestmark = pytest.mark.django_db
NEW = {"code": "front_desk_blocked", "name_en": "Front desk blocked", "name_zh": "前台未转接", "outcome_class": "REACH"}


def refusal(action, actor, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as said:
        action(actor=actor, **more)
    return said.value.code, said.value.field


def test_the_lists_are_shipped(cast):
    assert (Outcome.objects.count(), Reason.objects.count()) == (35, 20)
    wrong = Outcome.objects.get(pk="WRONG_NUMBER")
    assert (wrong.outcome_class, wrong.rang, wrong.connected, wrong.effect) == ("FAIL", True, True, "NUMBER_INVALID")
    assert [row.code for row in reasons_in_use(company=True)] == [
        "FORGOT",
        "UNKNOWN",
        "FINANCE_FORGOT",
        "APPROVER_NOT_SIGNED",
        "PROCESS_PENDING",
        "PASSED_BETWEEN_DEPARTMENTS",
        "EXCUSE",
    ]


def test_an_outcome_is_added_renamed_and_retired(cast):
    manager = cast.actor("manager")
    row = add_outcome(actor=manager, **NEW)
    assert (row.code, row.position, row.rang) == ("FRONT_DESK_BLOCKED", 360, True)
    rename(actor=manager, row=row, name_en="Blocked at the desk", name_zh="前台拦截")
    set_in_use(actor=manager, row=row, in_use=False)
    row.refresh_from_db()
    assert (row.name_en, row.is_active, row in outcomes_in_use()) == ("Blocked at the desk", False, False)
    assert refusal(set_in_use, manager, row=row, in_use=False)[0] == "unchanged"
    set_in_use(actor=manager, row=row, in_use=True)
    kinds = [event.kind for event in Event.objects.order_by("id")]
    assert kinds == ["outcome.added", "outcome.renamed", "outcome.retired", "outcome.restored"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code": "1ST"}, ("invalid_code", "code")),
        ({"code": "X"}, ("invalid_code", "code")),
        ({"code": "BUSY"}, ("duplicate", "code")),
        ({"name_zh": " "}, ("missing", "name_zh")),
        ({"name_en": "x" * 61}, ("too_long", "name_en")),
        ({"outcome_class": "GREAT"}, ("invalid", "outcome_class")),
        ({"effect": "HOLD:EVERYTHING"}, ("invalid", "effect")),
        ({"right_party": True}, ("contradiction", "right_party")),
        ({"conversation": True, "connected": False}, ("contradiction", "conversation")),
        ({"conversation": True, "outcome_class": "FAIL"}, ("contradiction", "conversation")),
        ({"rang": False}, ("contradiction", "connected")),
        ({"effect": "WILLINGNESS:WILLING"}, ("contradiction", "effect")),
    ],
)
def test_what_cannot_be_added(cast, given, expected):
    assert refusal(add_outcome, cast.actor("compliance"), **(NEW | given)) == expected


def test_a_reason_is_for_somebody(cast):
    manager = cast.actor("manager")
    new = {"code": "SEASONAL", "name_en": "Seasonal business", "name_zh": "季节性经营"}
    assert refusal(add_reason, manager, for_persons=False, **new) == ("for_nobody", "for_persons")
    add_reason(actor=manager, for_persons=False, for_companies=True, **new)
    assert "SEASONAL" in {row.code for row in reasons_in_use(company=True)}
    assert "SEASONAL" not in {row.code for row in reasons_in_use(company=False)}


def test_who_may(cast):
    row = Outcome.objects.get(pk="BUSY")
    for role in ("agent", "lead", "quality", "administrator"):
        assert refusal(rename, cast.actor(role), row=row, name_en="x", name_zh="y")[0] == "forbidden"
        assert refusal(add_outcome, cast.actor(role), **NEW)[0] == "forbidden"


def test_the_pages(cast):
    browser = cast.browser("compliance")
    page = browser.get("/contacts/lists/").content.decode()
    assert "WRONG_NUMBER" in page
    assert "the number is retired" in page
    body = NEW | {"rang": "on", "connected": "on"}
    assert browser.post("/contacts/lists/outcomes/new/", body)["Location"] == "/contacts/lists/"
    wrong = browser.post("/contacts/lists/outcomes/new/", body)
    assert (wrong.status_code, "codes are never used again" in wrong.content.decode()) == (422, True)
    entry = "/contacts/lists/outcomes/FRONT_DESK_BLOCKED/"
    assert browser.get(entry).status_code == 200
    assert browser.post(entry, {"name_en": "", "name_zh": "前台"}).status_code == 422
    browser.post(entry, {"name_en": "Front desk", "name_zh": "前台"})
    browser.post(f"{entry}use/", {"in_use": "no"})
    row = Outcome.objects.get(pk="FRONT_DESK_BLOCKED")
    assert (row.name_en, row.is_active) == ("Front desk", False)
    assert browser.get("/contacts/lists/reasons/new/").status_code == 200
    assert browser.get("/contacts/lists/reasons/NOBODY/").status_code == 404
    assert browser.get("/contacts/lists/others/BUSY/").status_code == 404
    assert cast.browser("agent").get("/contacts/lists/").status_code == 403


def test_the_rest_door(cast):
    agent, manager = cast.api("agent"), cast.api("manager")
    assert len(agent.get("/api/v1/outcomes").json()) == 35
    assert agent.get("/api/v1/reasons").json()[0]["name_zh"] == "忘记"
    assert agent.post("/api/v1/outcomes", NEW).status_code == 403
    assert manager.post("/api/v1/outcomes", NEW).status_code == 201
    assert manager.post("/api/v1/outcomes", NEW).status_code == 409
    changed = manager.patch("/api/v1/outcomes/FRONT_DESK_BLOCKED", {"name_en": "Desk", "is_active": False})
    assert (changed.json()["name_en"], changed.json()["is_active"]) == ("Desk", False)
    assert agent.get("/api/v1/outcomes/FRONT_DESK_BLOCKED").json() == changed.json()
    assert agent.get("/api/v1/reasons/NOBODY").status_code == 404
    assert manager.patch("/api/v1/reasons/NOBODY", {"name_en": "x"}).status_code == 404
    assert agent.patch("/api/v1/reasons/FORGOT", {"name_en": "x"}).status_code == 403
    reason = {"code": "SEASONAL", "name_en": "Seasonal", "name_zh": "季节性"}
    assert manager.post("/api/v1/reasons", reason).status_code == 201
