"""Every way to look something up goes through an index, or a million accounts would be read for it."""

import pytest
from django.db import connection

from accounts.queries.search import Search, found

pytestmark = pytest.mark.django_db


def plan(search):
    """What PostgreSQL would do if reading whole tables were forbidden wherever an index will do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    return found(search).order_by(*search.order)[:51].explain()


@pytest.mark.parametrize(
    ("search", "index"),
    [
        (Search(text="张三"), "personal_name_from_its_start"),
        (Search(text="zhang"), "personal_name_from_its_start"),
        (Search(text="4242"), "card_account_last4"),
        (Search(text="00010000042"), "contact_point_value_hash"),
        (Search(text="999999198501010010"), "personal_id_number_hash"),
        (Search(text="C100"), "accounts_cardholder_customer_no"),
        (Search(bucket="M2"), "position_by_bucket"),
    ],
    ids=["chinese name", "name", "last four", "phone", "identity", "customer", "bucket"],
)
def test_a_lookup_uses_its_index(search, index):
    assert index in plan(search)


def test_a_name_is_looked_up_as_a_range_of_the_index():
    text = plan(Search(text="张三"))
    assert "Index Cond" in text and "张三" in text
