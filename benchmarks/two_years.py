"""Two years of what nights keep: figures and flows of 730 days, month ends, vintage. Each day repeats one real night.

The last night's own figures of the whole portfolio are the pattern. Earlier days carry a part of them that grows up to
the last day and swings with the months; products share them, as cards of a bank do. No page knows the difference.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.models import Product, ProductPolicy
from accounts.nightly.figures import snapshot
from benchmarks.portfolio.archetypes import BUILT_THROUGH
from benchmarks.portfolio.indexes import without_indexes
from collections_app.shared import sql

DAYS = 730
FIRST = BUILT_THROUGH - timedelta(days=DAYS - 1)
SHARES = {"BENCH": 0.4, "BENCH-GOLD": 0.3, "BENCH-YOUNG": 0.2, "BENCH-CO": 0.1}
"""Which part of every figure each product has."""


def make() -> dict[str, Any]:
    """Write all of it; rows by table."""
    # As the copies of the portfolio: right by construction, and seconds instead of minutes.
    for setting in ("session_replication_role = replica", "work_mem = '256MB'", "maintenance_work_mem = '512MB'"):
        sql.run(f"SET {setting}")
    with transaction.atomic():
        _take_the_pattern()
        with without_indexes(list(_WRITTEN)):
            params = {"first": FIRST, "last": BUILT_THROUGH}
            rows = {table: sql.run(statement, params) for table, statement in _WRITTEN.items()}
        sql.run(_MONTH_BEFORE, params)
    sql.run(f"VACUUM ANALYZE {', '.join(_WRITTEN)}")
    return {"days": DAYS, "rows": rows}


def _take_the_pattern() -> None:
    """The figures of the last night over all accounts, in tables of their own; those of the archetypes alone go."""
    sql.run("TRUNCATE accounts_portfoliofigure, accounts_bucketflow, accounts_vintagefigure, accounts_reached91")
    sql.run("DELETE FROM accounts_monthend WHERE day < (SELECT max(day) FROM accounts_monthend)")
    snapshot(BUILT_THROUGH)
    sql.run("CREATE TEMP TABLE bench_figure ON COMMIT DROP AS SELECT * FROM accounts_portfoliofigure")
    sql.run("CREATE TEMP TABLE bench_flow ON COMMIT DROP AS SELECT * FROM accounts_bucketflow")
    sql.run("TRUNCATE accounts_portfoliofigure, accounts_bucketflow")
    like = ProductPolicy.objects.select_related("profile").get(product__code="BENCH")
    sql.run("CREATE TEMP TABLE bench_share (product_id bigint, share float8) ON COMMIT DROP")
    for code, share in SHARES.items():
        product, new = Product.objects.get_or_create(code=code, defaults={"name_en": code, "name_zh": code})
        if new:
            ProductPolicy.objects.create(product=product, profile=like.profile, valid_from=like.valid_from)
        sql.run("INSERT INTO bench_share VALUES (%s, %s)", [product.pk, share])


_DAYS = """
    (
        SELECT
            day::date,
            0.6 + 0.4 * past / 730.0 + 0.03 * sin(past / 29.0) AS part
        FROM generate_series(%(first)s::date, %(last)s::date, INTERVAL '1 day') AS day
        CROSS JOIN LATERAL (SELECT day::date - %(first)s::date AS past) p
    ) d
"""
# The newest flow goes from one month end to the next: on the first of the two, accounts stand where they stood then.
_MONTH_BEFORE = """
    UPDATE accounts_monthend m SET bucket = i.bucket
    FROM accounts_bucketinterval i
    WHERE m.day = (date_trunc('month', %(last)s::date) - INTERVAL '1 month')::date - 1
      AND i.card_account_id = m.card_account_id AND i.known_to IS NULL AND i.from_date <= m.day
      AND (i.to_date IS NULL OR i.to_date > m.day) AND i.bucket <> m.bucket
"""
_WRITTEN = {
    "accounts_portfoliofigure": f"""
        INSERT INTO accounts_portfoliofigure
            (day, bucket, product_id, region, currency, accounts, balance, past_due)
        SELECT
            d.day, f.bucket, s.product_id, f.region, f.currency, ceil(f.accounts * s.share * d.part),
            round((f.balance * s.share * d.part)::numeric, 2), round((f.past_due * s.share * d.part)::numeric, 2)
        FROM {_DAYS} CROSS JOIN bench_share s CROSS JOIN bench_figure f
        ORDER BY d.day
    """,
    "accounts_bucketflow": f"""
        INSERT INTO accounts_bucketflow
            (day, since, from_bucket, to_bucket, product_id, region, currency, accounts, balance)
        SELECT
            d.day, date_trunc('month', d.day - 1)::date - 1, f.from_bucket, f.to_bucket, s.product_id, f.region,
            f.currency, ceil(f.accounts * s.share * d.part), round((f.balance * s.share * d.part)::numeric, 2)
        FROM {_DAYS} CROSS JOIN bench_share s CROSS JOIN bench_flow f
        ORDER BY d.day
    """,
    "accounts_monthend": """
        INSERT INTO accounts_monthend (day, card_account_id, bucket, balance, past_due)
        SELECT month::date - 1, m.card_account_id, m.bucket, m.balance, m.past_due
        FROM generate_series(
            date_trunc('month', %(first)s::date + 31), date_trunc('month', %(last)s::date) - INTERVAL '1 month',
            INTERVAL '1 month'
        ) AS month
        CROSS JOIN accounts_monthend m
        WHERE m.day = date_trunc('month', %(last)s::date)::date - 1
        ORDER BY month, m.card_account_id
    """,
    # Ten years of cohorts, followed for as long as the figures go back. The first of a month in which a point became
    # whole knew it; of one in ten the month after knew better.
    "accounts_vintagefigure": """
        INSERT INTO accounts_vintagefigure (cohort, product_id, currency, mob, accounts, ever_91, known_from, known_to)
        SELECT
            p.cohort, s.product_id, 'CNY', p.mob, 8000 * s.share, 8000 * s.share * least(p.mob, 36) / 1000.0 + k.more,
            k.known_from, k.known_to
        FROM (
            SELECT cohort::date, mob, (cohort + (mob + 2) * INTERVAL '1 month')::date AS whole_on
            FROM generate_series(
                %(last)s::date - INTERVAL '10 years', %(last)s::date - INTERVAL '2 months', '1 month'
            ) day
            CROSS JOIN LATERAL date_trunc('month', day) AS cohort
            CROSS JOIN LATERAL (SELECT extract(year FROM age(%(last)s::date, cohort)) * 12
                                     + extract(month FROM age(%(last)s::date, cohort)) - 2 AS months) a
            CROSS JOIN LATERAL generate_series(greatest(0, a.months - 24)::int, a.months::int) AS mob
        ) p
        CROSS JOIN LATERAL (
            SELECT CASE WHEN mob %% 10 = 0 AND whole_on < date_trunc('month', %(last)s::date)
                        THEN (whole_on + INTERVAL '1 month')::date END AS better_on
        ) b
        CROSS JOIN LATERAL (
            SELECT 1 AS more, whole_on AS known_from, better_on AS known_to WHERE better_on IS NOT NULL
            UNION ALL
            SELECT 0, coalesce(better_on, whole_on), NULL
        ) k
        CROSS JOIN bench_share s
    """,
    "accounts_reached91": """
        INSERT INTO accounts_reached91 (card_account_id, cohort, mob, day, known_from)
        SELECT
            card_account_id,
            (date_trunc('month', %(last)s::date) - (3 + card_account_id %% 60) * INTERVAL '1 month')::date,
            card_account_id %% 24, min(from_date),
            (date_trunc('month', min(from_date)) + INTERVAL '1 month')::date
        FROM accounts_bucketinterval
        WHERE known_to IS NULL AND bucket >= 4
        GROUP BY card_account_id
    """,
}
