"""Every way to look something up goes through an index, or a million accounts would be read for it."""

import pytest
from django.db import connection

from accounts.models import Product
from accounts.queries.search import Search, found
from collections_app.shared.actor import Actor

AGENT = Actor(user_id=1, name="agent", channel="browser")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("analysed")]

HOLDERS = """
INSERT INTO accounts_cardholder (customer_no, kind, region, language, is_demo, recorded_on)
SELECT 'C' || n, 'PERSON', '', '', true, '2025-01-01' FROM generate_series(1, 2000) n
"""
PEOPLE = """
INSERT INTO accounts_personaldata (cardholder_id, name, id_type, id_number_hash, gender)
SELECT id, '人' || id, '', md5(id::text), '' FROM accounts_cardholder
"""
PHONES = """
INSERT INTO accounts_contactpoint (cardholder_id, kind, value, value_hash, masked, source, status)
SELECT id, 'MOBILE', '', md5('p' || id), '', 'APPLICATION', 'UNVERIFIED' FROM accounts_cardholder
"""
ACCOUNTS = """
INSERT INTO accounts_cardaccount (
    account_no, cardholder_id, product_id, currency, card_token, card_last4, opened_on, statement_day, due_rule,
    due_offset_days, first_statement_date, credit_limit, cash_limit, statements_by, charges_by, status, recorded_on
)
SELECT
    'A' || id, id, %s, 'CNY', '', lpad((id %% 10000)::text, 4, '0'), '2025-01-01', 5, 'OFFSET',
    20, '2025-01-05', 1000, 0, 'OWN', 'OWN', 'OPEN', '2025-01-01'
FROM accounts_cardholder
"""
POSITIONS = """
INSERT INTO accounts_position (
    card_account_id, cardholder_id, product_id, currency, cycle_seq, next_statement_date, bucket, bucket_since,
    anchor_seq, anchor_due_date, episode_late_fees, lifetime_late_fees, past_due, balance, credit_balance,
    interest_weight, active, needs_replay, always_replay, held_back, changed_on, fingerprint
)
SELECT
    id, cardholder_id, product_id, 'CNY', 3, '2025-05-05', id %% 7 - 1, '2025-04-05', CASE WHEN id %% 7 > 0 THEN 1 END,
    CASE WHEN id %% 7 > 0 THEN date '2025-01-25' END, 0, 0, id %% 7, 100, 0,
    0, false, false, false, false, '2025-04-05', 0
FROM accounts_cardaccount
"""


@pytest.fixture
def analysed(db):
    """Enough rows, and what PostgreSQL knows of them, for one index to be better than another."""
    product = Product.objects.create(code="STD", name_en="Standard", name_zh="标准卡")
    with connection.cursor() as cursor:
        for statement in (HOLDERS, PEOPLE, PHONES):
            cursor.execute(statement)
        cursor.execute(ACCOUNTS, [product.pk])
        cursor.execute(POSITIONS, [])
        cursor.execute(
            "ANALYZE accounts_cardholder, accounts_personaldata, accounts_contactpoint, accounts_cardaccount, "
            "accounts_position"
        )


def plan(search):
    """What PostgreSQL would do if reading whole tables were forbidden wherever an index will do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    return found(search, actor=AGENT).order_by(*search.order)[:51].explain()


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
