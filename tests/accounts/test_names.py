"""How a cardholder's name stands everywhere but after a look that is on record."""

import pytest

from accounts.models import Cardholder, PersonalData
from accounts.names import masked_name_of, shown_name


def holder(kind="PERSON", name=None) -> Cardholder:
    made = Cardholder(pk=7, customer_no="C-7", kind=kind)
    if name is not None:
        made.personal_data = PersonalData(cardholder=made, name=name)
    return made


@pytest.mark.parametrize(
    ("kind", "name", "masked"),
    [
        ("PERSON", "王小明", "王**"),
        ("PERSON", "王", "王*"),
        ("PERSON", "John Smith", "J*** S****"),
        ("COMPANY", "恒盛贸易有限公司", "恒盛贸易有限公司"),
        ("PERSON", "", None),
        ("COMPANY", "", None),
    ],
)
def test_a_person_is_masked_and_a_company_is_not(kind, name, masked):
    assert masked_name_of(holder(kind, name)) == masked
    assert shown_name(holder(kind, name)) == (masked or "C-7")


@pytest.mark.django_db
def test_after_erasure_the_customer_number_stands_in_its_place():
    erased = Cardholder.objects.create(customer_no="C-8", kind="COMPANY", recorded_on="2025-03-10")
    assert (masked_name_of(erased), shown_name(erased)) == (None, "C-8")
