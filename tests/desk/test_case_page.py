"""The case page: what stands on it, for whom, with how many queries, and what its buttons do."""

import pytest

from accounts.models import ContactPoint, PersonalData, RelatedParty
from collections_app.cases.actions.claims import claim
from collections_app.cases.models import Case, CaseHold, Claim, Passed
from collections_app.compliance.models import Permit
from tests.accounts.pages.conftest import worked
from tests.cases.desk import NOW
from tests.contacts.desk import File, number, open_file, person

pytestmark = pytest.mark.django_db
__all__ = ["worked"]
EVERYBODY = ("agent", "lead", "manager", "quality", "compliance", "administrator", "integration")


@pytest.fixture
def file():
    file = open_file(phone="13912345678")
    PersonalData.objects.create(cardholder=file.case.cardholder, name="张三丰", gender="M", birth_date="1985-01-01")
    return file


def page(cast, file, role="agent", query=""):
    return cast.browser(role).get(f"/cases/{file.case.pk}/{query}")


def post(cast, file, part, data=None, role="agent", **headers):
    return cast.browser(role).post(f"/cases/{file.case.pk}/{part}", data or {}, headers=headers)


def held(cast, file, role="agent"):
    return claim(actor=cast.actor(role), case_id=file.case.pk, at=NOW)


# -- what it shows ------------------------------------------------------------------------------------------------


def test_who_sees_it(cast, file):
    assert {role for role in EVERYBODY if page(cast, file, role).status_code == 200} == {*EVERYBODY} - {"administrator"}


def test_without_log_in_it_leads_to_the_log_in_page(cast, file):
    assert cast.nobody.get(f"/cases/{file.case.pk}/").url.startswith("/login/")


def test_a_restricted_file_is_as_if_it_were_not_there(cast):
    assert page(cast, open_file(restriction="VIP")).status_code == 404


def test_the_name_is_masked_and_the_number_too(cast, file):
    text = page(cast, file).content.decode()
    assert "张**" in text
    assert "139****5678" in text
    assert "张三丰" not in text
    assert "13912345678" not in text


def test_the_next_step_is_said(cast, file):
    assert "call now" in page(cast, file).content.decode()
    Case.objects.update(work_stopped=True, hold_kinds=["DISPUTE"])
    assert "none while on hold" in page(cast, file).content.decode()


def test_a_third_party_says_why_it_may_not_be_asked(cast, file):
    number(file.case.cardholder, "13700000001", party=person(file.case.cardholder))
    assert "only once contact with the debtor is lost" in page(cast, file).content.decode()


def test_who_only_watches_gets_no_buttons(cast, file):
    text = page(cast, file, "quality").content.decode()
    assert "Work this case" not in text
    assert "log-form" not in text
    assert "it does not log" in text


@pytest.mark.parametrize("rows", [1, 6])
def test_a_fixed_number_of_queries(cast, worked, rows, django_assert_num_queries):
    file = File(case=Case.objects.get(), point=worked.cardholder.contact_points.get())
    held(cast, file)
    for _ in range(rows):
        number(worked.cardholder, party=person(worked.cardholder))
        file.log(cast.actor("agent"), "NO_ANSWER", inbound=True)
    browser = cast.browser("agent")
    with django_assert_num_queries(43):
        assert browser.get(f"/cases/{file.case.pk}/").context["strip"]


def test_the_account_page_leads_to_the_case(cast, file):
    assert cast.browser("agent").get(f"/cases/of/{file.case.cardholder_id}/").url == f"/cases/{file.case.pk}/"
    assert cast.browser("agent").get("/cases/of/0/").status_code == 404


def test_the_inbound_page_leads_to_a_form_that_knows_the_caller(cast, file):
    form = page(cast, file, query=f"?inbound=1&point={file.point.pk}").context["form"]
    assert (form["inbound"].value(), form["contact_point_id"].value()) == (True, file.point.pk)
    assert form["role"].value() == "CARDHOLDER"
    theirs = number(file.case.cardholder, party=person(file.case.cardholder, "GUARANTOR"))
    assert page(cast, file, query=f"?inbound=1&point={theirs.pk}").context["form"]["role"].value() == "GUARANTOR"
    elsewhere = page(cast, file, query="?inbound=1&point=999999").context["form"]
    assert (elsewhere["inbound"].value(), elsewhere["contact_point_id"].value()) == (True, None)


def test_a_manager_lets_a_house_rule_pass_from_where_it_stands_in_the_way(cast):
    late = open_file(bucket=4)
    way = f"/compliance/overrides/new/?cardholder={late.case.cardholder.customer_no}&amp;rule=coded_only_from_m4"
    assert f"{way}&amp;next=/cases/{late.case.pk}/" in page(cast, late, "manager").content.decode()
    assert way not in page(cast, late, "lead").content.decode()


@pytest.mark.parametrize("kind", ["all", "contacts", "money", "promises", "case"])
def test_the_timeline_is_a_fragment_too(cast, file, kind):
    answer = cast.browser("agent").get(f"/cases/{file.case.pk}/timeline/?timeline={kind}")
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


def test_the_accounts_are_a_fragment_too(cast, file):
    answer = cast.browser("agent").get(f"/cases/{file.case.pk}/accounts/?account={file.case.account.account_no}")
    assert file.case.account.account_no in answer.content.decode()


# -- calling ------------------------------------------------------------------------------------------------------


def test_a_permit_shows_the_number_and_whom_to_ask_for(cast, file):
    held(cast, file)
    answer = post(cast, file, f"call/{file.point.pk}/", HX_Request="true").content.decode()
    assert "13912345678" in answer
    assert "tel:13912345678" in answer
    assert "Ask for 张三丰" in answer
    assert "1 of 6 tries today" in answer
    assert "<html" not in answer


def test_without_script_the_page_itself_shows_the_permit(cast, file):
    held(cast, file)
    assert post(cast, file, f"call/{file.point.pk}/").url == f"/cases/{file.case.pk}/"
    answer = page(cast, file)
    assert "13912345678" in answer.content.decode()
    assert str(answer.context["form"]["permit_token"].value()) == str(Permit.objects.get().token)


def test_nobody_else_sees_that_number(cast, file):
    held(cast, file)
    post(cast, file, f"call/{file.point.pk}/")
    assert "13912345678" not in page(cast, file, "lead").content.decode()


def test_a_demo_number_is_shown_and_never_dialled(cast, file):
    type(file.case.cardholder).objects.update(is_demo=True)
    held(cast, file)
    answer = post(cast, file, f"call/{file.point.pk}/", HX_Request="true").content.decode()
    assert "demo, not dialled" in answer
    assert "tel:" not in answer


def test_a_refusal_stands_in_place_with_rule_and_moment(cast, file):
    held(cast, file)
    other = number(file.case.cardholder, "13700000001", party=person(file.case.cardholder))
    answer = post(cast, file, f"call/{other.pk}/", {"purpose": "LOCATE"}, HX_Request="true").content.decode()
    assert "Not now" in answer
    assert "only once contact with the debtor is lost" in answer


def test_without_the_case_there_is_no_permit(cast, file):
    answer = post(cast, file, f"call/{file.point.pk}/", HX_Request="true")
    assert answer.status_code == 200
    assert not Permit.objects.exists()


def test_a_permit_is_handed_back_unused(cast, file):
    held(cast, file)
    post(cast, file, f"call/{file.point.pk}/")
    permit = Permit.objects.get()
    answer = post(cast, file, f"permits/{permit.pk}/hand-back/", HX_Request="true").content.decode()
    assert "this try does not count" in answer
    assert "0 of 6 tries today" in answer


# -- claim, skip, return, take over -------------------------------------------------------------------------------


def test_next_hands_out_a_case_and_leads_to_it(cast, file, front):
    from collections_app.cases.routing import reroute

    reroute([file.case.pk])
    answer = cast.browser("agent").post("/desk/next/")
    assert answer.url == f"/cases/{file.case.pk}/"
    assert Claim.objects.get().user == cast.user("agent")


def test_without_any_case_next_leads_to_my_day(cast):
    assert cast.browser("agent").post("/desk/next/").url == "/desk/"


def test_one_works_this_very_case(cast, file):
    post(cast, file, "claim/")
    assert Claim.objects.get().user == cast.user("agent")


def test_a_case_that_somebody_works_says_who(cast, file):
    held(cast, file, "lead")
    answer = cast.browser("agent").post(f"/cases/{file.case.pk}/claim/", follow=True)
    assert "The lead" in answer.content.decode()
    assert Claim.objects.get().user == cast.user("lead")


@pytest.mark.parametrize(("part", "kind", "leads_to"), [("skip/", "SKIP", "/desk/"), ("return/", "RETURN", "/desk/")])
def test_letting_go_needs_a_reason(cast, file, part, kind, leads_to):
    held(cast, file)
    assert post(cast, file, part, {"reason": " "}).status_code == 422
    assert Claim.objects.exists()
    assert post(cast, file, part, {"reason": "the line is bad"}).url == leads_to
    assert not Claim.objects.exists()
    assert Passed.objects.get().kind == kind


@pytest.mark.parametrize(("part", "role"), [("skip", "agent"), ("return", "agent"), ("take-over", "lead")])
def test_a_reason_that_is_refused_stays_in_its_open_dialog(cast, file, part, role):
    held(cast, file)
    answer = post(cast, file, f"{part}/", {"reason": "card 4111111111111111"}, role=role)
    text = answer.content.decode()
    dialog = text[text.index(f'<dialog id="{part}-dialog"') :]
    assert answer.status_code == 422
    assert "data-open" in dialog[: dialog.index(">")]
    assert "card 4111111111111111" in dialog
    assert "full card number" in dialog
    assert Claim.objects.get().user == cast.user("agent")


def test_letting_go_of_a_case_of_somebody_else_changes_nothing(cast, file):
    held(cast, file, "lead")
    post(cast, file, "skip/", {"reason": "x"})
    assert Claim.objects.get().user == cast.user("lead")


def test_a_lead_takes_over_and_an_agent_may_not(cast, file):
    held(cast, file)
    assert post(cast, file, "take-over/", {"reason": "urgent"}).status_code == 403
    post(cast, file, "take-over/", {"reason": "urgent"}, role="lead")
    assert Claim.objects.get().user == cast.user("lead")


# -- dialogs ------------------------------------------------------------------------------------------------------


def test_a_hold_is_placed(cast, file):
    assert post(cast, file, "hold/", {"kind": "DISPUTE", "reason": "does not know it"}).status_code == 302
    assert CaseHold.objects.get().kind == "DISPUTE"


def test_a_hold_that_is_refused_keeps_its_dialog_open_with_what_was_typed(cast, file):
    answer = post(cast, file, "hold/", {"kind": "DISPUTE", "reason": "does not know it", "until": "2025-03-01"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "data-open" in text
    assert "does not know it" in text
    assert "is before" in text


def test_a_number_a_person_and_an_address_are_kept(cast, file):
    post(cast, file, "people/", {"name": "王五", "role": "GUARANTOR", "source": "DEBTOR", "phone": "13700000002"})
    post(cast, file, "numbers/", {"value": "137 0000 0003", "kind": "WORK", "source": "PUBLIC", "verified": "on"})
    post(cast, file, "addresses/", {"kind": "HOME", "province": "上海市", "line": "演示路1号", "source": "DEBTOR"})
    holder = file.case.cardholder
    assert RelatedParty.objects.get(cardholder=holder).name_masked == "王*"
    assert set(ContactPoint.objects.values_list("masked", flat=True)) == {"139****5678", "137****0002", "137****0003"}
    assert holder.addresses.count() == 1


def test_a_number_that_is_none_is_refused_in_its_dialog(cast, file):
    answer = post(cast, file, "numbers/", {"value": "not a number", "kind": "WORK", "source": "PUBLIC"})
    assert answer.status_code == 422
    assert "This is no phone number." in answer.content.decode()


def test_a_full_card_number_is_refused_in_a_hold(cast, file):
    answer = post(cast, file, "hold/", {"kind": "DISPUTE", "reason": "card 4111111111111111"})
    assert answer.status_code == 422
    assert not CaseHold.objects.exists()
