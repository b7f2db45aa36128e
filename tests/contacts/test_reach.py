"""Numbers, people and addresses found since the application, and what became of a number: actions and REST door."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.actions.reach import add_contact_point
from accounts.models import Address, Cardholder, ContactPoint, RelatedParty
from collections_app.cases.models import Case
from collections_app.contacts.actions import add_address, add_number, add_person, mark_number
from collections_app.contacts.models import Contact
from collections_app.events.models import Event
from collections_app.shared import crypto
from collections_app.shared.errors import Refused
from tests.accounts.desk import roles_let_in
from tests.cases.files import case, holder

from .desk import NOW, number, open_file, person

pytestmark = pytest.mark.django_db


def refusal(action, actor, file, **more) -> tuple[str, str | None]:
    with pytest.raises(Refused) as said:
        action(actor=actor, case_id=file.case.pk, at=NOW, **more)
    return said.value.code, said.value.field


def asleep(file) -> None:
    Case.objects.filter(pk=file.case.pk).update(sleeps_until=datetime.fromisoformat("2025-03-11T08:00:00+08:00"))


# -- numbers --------------------------------------------------------------------------------------------------------


def test_a_number_is_kept_as_a_bank_file_would_bring_it(cast):
    file, agent = open_file(), cast.actor("agent")
    asleep(file)
    given = {"kind": "HOME", "value": " +86 (0)10-8888 6666 ", "source": "DEBTOR"}
    point = add_number(actor=agent, case_id=file.case.pk, at=NOW, verified=True, **given)
    assert crypto.decrypt(point.value) == "01088886666"
    assert point.value_hash == crypto.keyed_hash("01088886666")
    assert (point.masked, point.source, point.status) == ("010****6666", "DEBTOR", "VERIFIED")
    assert point.last_verified_on == date(2025, 3, 10)
    assert file.again().sleeps_until is None
    event = Event.objects.get(kind="contact_point.added")
    assert event.cardholder_id == file.case.cardholder_id
    assert "6666" not in str(event.data)


def test_an_email_address_too(cast):
    file = open_file()
    given = {"kind": "EMAIL", "value": "Zhang@Example.com", "source": "PUBLIC"}
    point = add_number(actor=cast.actor("agent"), case_id=file.case.pk, at=NOW, **given)
    assert (point.masked, point.status, point.last_verified_on) == ("z***@example.com", "UNVERIFIED", None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"value": "no number"}, ("not_a_phone", "value")),
        ({"value": "1234"}, ("not_a_phone", "value")),
        ({"value": ""}, ("missing", "value")),
        ({"value": "4111 1111 1111 1111"}, ("card_number", "value")),
        ({"value": "nobody", "kind": "EMAIL"}, ("not_an_email", "value")),
        ({"kind": "FAX"}, ("unknown_kind", "kind")),
        ({"source": "APPLICATION"}, ("unknown_source", "source")),
        ({"related_party_id": 0}, ("unknown_party", "related_party_id")),
    ],
)
def test_a_number_that_is_no_number_is_refused_at_its_field(cast, given, expected):
    file = open_file()
    ask = {"kind": "MOBILE", "value": "13912345678", "source": "CONTACT"} | given
    assert refusal(add_number, cast.actor("agent"), file, **ask) == expected


def test_a_number_is_added_once_and_to_somebody_of_the_same_cardholder(cast):
    file, other, agent = open_file(phone="13912345678"), open_file(), cast.actor("agent")
    ask = {"kind": "WORK", "value": "139 1234 5678", "source": "CONTACT"}
    assert refusal(add_number, agent, file, **ask) == ("already_known", "value")
    strangers = person(other.case.cardholder)
    ask = {"kind": "MOBILE", "value": "13900000000", "source": "CONTACT", "related_party_id": strangers.pk}
    assert refusal(add_number, agent, file, **ask) == ("unknown_party", "related_party_id")


def test_a_number_is_retired_verified_and_taken_back(cast):
    file, agent = open_file(), cast.actor("agent")
    for status, verified_on in [("VERIFIED", date(2025, 3, 10)), ("INVALID", date(2025, 3, 10))]:
        mark_number(actor=agent, case_id=file.case.pk, contact_point_id=file.point.pk, status=status, at=NOW)
        file.point.refresh_from_db()
        assert (file.point.status, file.point.last_verified_on) == (status, verified_on)
    again = {"contact_point_id": file.point.pk, "status": "INVALID"}
    mark_number(actor=agent, case_id=file.case.pk, at=NOW, **again)
    assert Event.objects.filter(kind="contact_point.changed").count() == 2
    assert refusal(mark_number, agent, file, contact_point_id=file.point.pk, status="LOUD")[0] == "unknown_status"
    stranger = open_file().point
    assert refusal(mark_number, agent, file, contact_point_id=stranger.pk, status="INVALID")[0] == "not_found"


def test_a_retired_number_loses_contact_and_another_one_finds_it_again(cast):
    file, agent = open_file(), cast.actor("agent")
    known = {"actor": agent, "case_id": file.case.pk, "at": NOW}
    mark_number(contact_point_id=file.point.pk, status="INVALID", **known)
    assert file.again().lost_since == date(2025, 3, 10)
    add_number(kind="EMAIL", value="li@example.com", source="PUBLIC", verified=True, **known)
    assert file.again().lost_since == date(2025, 3, 10)
    theirs = person(file.case.cardholder)
    add_number(kind="HOME", value="02188886666", source="PUBLIC", verified=True, related_party_id=theirs.pk, **known)
    assert file.again().lost_since == date(2025, 3, 10)
    add_number(kind="MOBILE", value="13987654321", source="PUBLIC", **known)
    assert file.again().lost_since is None


def test_after_three_misses_only_a_verified_number_finds_contact_again(cast):
    file, agent = open_file(), cast.actor("agent")
    for day in range(3):
        file.call(agent, at=NOW + timedelta(days=day))
    known = {"actor": agent, "case_id": file.case.pk, "at": NOW + timedelta(days=3)}
    add_number(kind="HOME", value="02188887777", source="PUBLIC", **known)
    assert file.again().lost_since == date(2025, 3, 12)
    add_number(kind="MOBILE", value="13987654321", source="DEBTOR", verified=True, **known)
    assert file.again().lost_since is None


# -- people and addresses -------------------------------------------------------------------------------------------


def test_a_person_is_kept_masked_with_a_number(cast):
    file, agent = open_file(), cast.actor("agent")
    given = {"role": "GUARANTOR", "name": "王小明", "relation": "表兄", "source": "DEBTOR", "phone": "13912345678"}
    party = add_person(actor=agent, case_id=file.case.pk, at=NOW, **given)
    assert (party.name_masked, crypto.decrypt(party.name), party.status) == ("王**", "王小明", "UNVERIFIED")
    assert (party.added_on, party.relation) == (date(2025, 3, 10), "表兄")
    point = party.contact_points.get()
    assert (point.cardholder_id, point.masked) == (file.case.cardholder_id, "139****5678")
    assert "王" not in str([event.data for event in Event.objects.all()])


def test_a_person_with_a_number_that_is_none_is_not_kept(cast):
    file, agent = open_file(), cast.actor("agent")
    ask = {"role": "EMPLOYER", "name": "ACME", "source": "PUBLIC"}
    assert refusal(add_person, agent, file, phone="none", **ask) == ("not_a_phone", "phone")
    assert refusal(add_person, agent, file, **(ask | {"role": "CARDHOLDER"})) == ("unknown_role", "role")
    assert refusal(add_person, agent, file, **(ask | {"name": " "})) == ("missing", "name")
    assert not RelatedParty.objects.exists()


def test_an_address_stands_beside_the_one_of_the_banks_file(cast):
    file, agent = open_file(), cast.actor("agent")
    own = {"kind": "HOME", "province": "上海", "line": crypto.encrypt("旧址1号"), "line_hash": "h"}
    Address.objects.create(cardholder=file.case.cardholder, **own)
    given = {"kind": "HOME", "province": "浙江", "city": "杭州", "line": " 新路2号 ", "source": "DEBTOR"}
    found = add_address(actor=agent, case_id=file.case.pk, verified=True, at=NOW, **given)
    assert (crypto.decrypt(found.line), found.source, found.last_verified_on) == (
        "新路2号",
        "DEBTOR",
        date(2025, 3, 10),
    )
    assert Address.objects.count() == 2
    assert refusal(add_address, agent, file, **given) == ("already_known", "line")
    assert refusal(add_address, agent, file, **(given | {"line": "3号", "province": ""})) == ("missing", "province")


def test_nothing_is_added_to_an_erased_file_or_to_one_out_of_sight(cast):
    file, secret, agent = open_file(), open_file(restriction="VIP"), cast.actor("agent")
    Cardholder.objects.filter(pk=file.case.cardholder_id).update(erased_on="2025-03-01")
    given = {"kind": "MOBILE", "value": "13912345678", "source": "CONTACT"}
    assert refusal(add_number, agent, file, **given)[0] == "erased"
    assert refusal(add_number, agent, secret, **given)[0] == "not_found"
    with pytest.raises(Refused, match="no such cardholder"):
        add_contact_point(actor=agent, cardholder_id=secret.case.cardholder_id, at=NOW, **given)
    assert refusal(add_number, cast.actor("quality"), file, **given)[0] == "forbidden"


# -- REST -----------------------------------------------------------------------------------------------------------


def test_the_rest_doors_add_what_was_found(cast):
    file = open_file()
    client, here = cast.api("integration"), f"/api/v1/cases/{file.case.pk}"
    body = {"role": "EMPLOYER", "name": "ACME 公司", "source": "PUBLIC"}
    party = client.post(f"{here}/people", body).json()
    assert party["name_masked"] == "A*** 公*"
    body = {"kind": "WORK", "value": "02155556666", "source": "PUBLIC", "related_party_id": party["id"]}
    point = client.post(f"{here}/numbers", body)
    assert (point.status_code, point.json()["masked"]) == (201, "021****6666")
    changed = client.post(f"{here}/numbers/{point.json()['id']}/status", {"status": "VERIFIED"})
    assert (changed.status_code, changed.json()["status"]) == (200, "VERIFIED")
    body = {"kind": "EMPLOYER", "province": "上海", "line": "南京路1号", "source": "PUBLIC"}
    assert client.post(f"{here}/addresses", body).status_code == 201
    wrong = client.post(f"{here}/numbers", {"kind": "WORK", "value": "no", "source": "PUBLIC"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "value")
    assert client.post(f"{here}/numbers", {"kind": "WORK"}).status_code == 400


@pytest.mark.parametrize("part", ["numbers", "people", "addresses", "numbers/1/status"])
def test_who_may_add_over_rest(cast, part):
    file = open_file()
    address = f"/api/v1/cases/{file.case.pk}/{part}"
    assert roles_let_in(cast, address, {}) == {"agent", "lead", "manager", "integration"}


# -- who has this number --------------------------------------------------------------------------------------------


def test_a_shared_number_lists_everybody_who_has_it(cast):
    own = open_file(phone="13912345678")
    guaranteed = open_file()
    number(guaranteed.case.cardholder, "13912345678", party=person(guaranteed.case.cardholder, "GUARANTOR"))
    closed = open_file(phone="13912345678")
    Case.objects.filter(pk=closed.case.pk).update(closed_on="2025-03-09", close_reason="CURED")
    older = case(of=closed.case.cardholder, closed_on="2025-01-09", close_reason="CURED")
    assert older.pk > closed.case.pk
    open_file(phone="13912345678", restriction="STAFF")
    never = holder()
    number(never, "13912345678")
    answer = cast.api("agent").get("/api/v1/find-by-number", {"number": "+86 139-1234-5678"}).json()
    assert [(match["case_id"], match["closed_on"], match["role"]) for match in answer] == [
        (own.case.pk, None, "CARDHOLDER"),
        (guaranteed.case.pk, None, "GUARANTOR"),
        (closed.case.pk, "2025-03-09", "CARDHOLDER"),
        (None, None, "CARDHOLDER"),
    ]
    assert answer[1]["party_name_masked"] == "王*"
    assert "13912345678" not in str(answer)


def test_a_number_nobody_has_and_one_that_is_none(cast):
    client = cast.api("agent")
    assert client.get("/api/v1/find-by-number", {"number": "13900000000"}).json() == []
    assert client.post("/api/v1/find-by-number", {"number": "13900000000"}).json() == []
    wrong = client.get("/api/v1/find-by-number", {"number": "who?"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "number")
    assert client.get("/api/v1/find-by-number").status_code == 400
    assert cast.api("quality").get("/api/v1/find-by-number").status_code == 403


def test_the_inbound_page_leads_to_the_case(cast):
    file, browser = open_file(phone="13912345678"), cast.browser("agent")
    assert "Who is calling?" in browser.get("/contacts/inbound/").content.decode()
    shown = browser.post("/contacts/inbound/", {"number": "139 1234 5678"}).content.decode()
    assert f"/cases/{file.case.pk}/?inbound=1&amp;point={file.point.pk}" in shown
    assert "139****5678" in shown
    assert '<span class="bucket bucket-m1">M1</span>' in shown
    assert "Nobody has this number" in browser.post("/contacts/inbound/", {"number": "13900000000"}).content.decode()
    wrong = browser.post("/contacts/inbound/", {"number": "who?"})
    assert (wrong.status_code, "This is no phone number." in wrong.content.decode()) == (422, True)
    assert 'value="who?"' in wrong.content.decode()
    assert cast.browser("quality").get("/contacts/inbound/").status_code == 403


def test_a_caller_whose_case_is_closed_is_logged_on_it(cast):
    file, browser = open_file(phone="13912345678"), cast.browser("agent")
    Case.objects.filter(pk=file.case.pk).update(closed_on="2025-03-09", close_reason="CURED")
    address = f"/cases/{file.case.pk}/?inbound=1&point={file.point.pk}"
    shown = browser.post("/contacts/inbound/", {"number": "13912345678"}).content.decode()
    assert address.replace("&", "&amp;") in shown
    known = browser.get(address).context["form"].initial
    said = {"submission": str(uuid4()), "outcome": "HANG_UP_UNVERIFIED", "channel": "PHONE", **known}
    assert browser.post(f"/cases/{file.case.pk}/", said).url == f"/cases/{file.case.pk}/"
    contact = Contact.objects.get(case=file.case)
    assert (contact.inbound, contact.breach) == (True, False)


def test_numbers_of_a_company_are_found_too(cast):
    file = open_file(kind="COMPANY")
    payer = person(file.case.cardholder, "PAYER", "李会计")
    number(file.case.cardholder, "02188887777", party=payer, kind="WORK")
    assert ContactPoint.objects.filter(related_party=payer).exists()
    (match,) = cast.api("agent").get("/api/v1/find-by-number", {"number": "021-8888 7777"}).json()
    assert (match["role"], match["case_id"]) == ("PAYER", file.case.pk)
