"""Accounts as the pages show them: the worked one after the night for 2025-04-10, with a cardholder and their data."""

import pytest

from accounts.models import Address, Cardholder, ContactPoint, PersonalData
from accounts.rules.personal_data import masked_number
from collections_app.shared import crypto
from tests.accounts.cards import d, entry, worked_account
from tests.accounts.database import install
from tests.accounts.played import run_night, store_played

PHONE, IDENTITY = "00010000042", "999999198501010010"


def give_person(holder: Cardholder, name: str, *, phone: str = PHONE, identity: str = IDENTITY) -> None:
    """Name, identity number, one mobile and a home address, as the intake stores them."""
    PersonalData.objects.create(
        cardholder=holder,
        name=name,
        id_type="ID",
        id_number=crypto.encrypt(identity),
        id_number_hash=crypto.keyed_hash(identity),
        birth_date="1985-01-01",
        gender="M",
    )
    ContactPoint.objects.create(
        cardholder=holder,
        kind="MOBILE",
        value=crypto.encrypt(phone),
        value_hash=crypto.keyed_hash(phone),
        masked=masked_number(phone),
    )
    Address.objects.create(
        cardholder=holder,
        kind="HOME",
        province="上海市",
        city="上海市",
        line=crypto.encrypt("演示路42号"),
        line_hash=crypto.keyed_hash("演示路42号"),
    )


@pytest.fixture
def worked(db):
    """The worked account on 2025-04-10, M2, with 100.00 paid today and not yet taken in."""
    install()
    account = store_played(worked_account(entry("PAYMENT", "100.00", "04-10")), until=d("04-10"))
    give_person(account.cardholder, "张三丰")
    run_night(d("04-10"))
    return account
