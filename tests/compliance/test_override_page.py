"""The override page: a customer, a house rule, a reason."""

import pytest

from collections_app.compliance.models import Override
from tests.compliance.debtors import debtor

pytestmark = pytest.mark.django_db
ADDRESS = "/compliance/overrides/new/"


def typed(someone, **changes):
    return {
        "customer_no": someone.holder.customer_no,
        "rule": "coded_only_from_m4",
        "reason": "he asked to be called on this",
        **changes,
    }


def test_only_house_rules_can_be_chosen(cast):
    someone = debtor()
    answer = cast.browser("manager").get(
        f"{ADDRESS}?cardholder={someone.holder.customer_no}&rule=no_agent_call_in_m0&next=/cases/7/"
    )
    form = answer.context["form"]
    assert [code for code, _label in form.fields["rule"].choices] == ["coded_only_from_m4", "no_agent_call_in_m0"]
    assert form["customer_no"].value() == someone.holder.customer_no
    assert form["rule"].value() == "no_agent_call_in_m0"
    assert answer.context["next"] == "/cases/7/"


def test_it_is_granted_and_listed(cast):
    someone = debtor()
    answer = cast.browser("manager").post(ADDRESS, typed(someone))
    assert answer.headers["Location"] == "/compliance/?kind=overrides"
    assert Override.objects.get().cardholder_id == someone.holder.pk
    back = cast.browser("manager").post(ADDRESS, typed(someone, rule="no_agent_call_in_m0", next="/cases/7/"))
    assert back.headers["Location"] == "/cases/7/"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"customer_no": "nobody"}, "customer_no"), ({"rule": "window"}, "rule"), ({"reason": ""}, "reason")],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(cast, changes, field):
    answer = cast.browser("manager").post(ADDRESS, typed(debtor(), **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    if field != "reason":
        assert "he asked to be called on this" in answer.content.decode()
    assert not Override.objects.exists()


def test_twice_is_told(cast):
    someone = debtor()
    browser = cast.browser("manager")
    browser.post(ADDRESS, typed(someone))
    answer = browser.post(ADDRESS, typed(someone))
    assert list(answer.context["form"].errors) == ["rule"]


def test_a_restricted_customer_is_not_found(cast):
    answer = cast.browser("manager").post(ADDRESS, typed(debtor(restriction="VIP")))
    assert list(answer.context["form"].errors) == ["customer_no"]
