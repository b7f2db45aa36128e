"""Snapshots at the end of a night (B17): daily aggregates, month-end rows, flows since the last month end, vintage."""

from datetime import date, timedelta

from accounts.models import MonthEnd
from accounts.nightly.vintage import keep_vintage
from collections_app.shared import sql


def snapshot(on: date) -> int:
    """Rows written for the night for `on`; on the first of a month the month-end rows of the day before and
    the vintage of every cohort as well.

    The night for 1 March writes the figures of 1 March, the month-end rows of 28 February and the flow from
    31 January to 28 February; the night for 15 March the flow from 28 February so far.
    """
    since = MonthEnd.objects.order_by("-day").values_list("day", flat=True).first()
    params = {"on": on, "day_before": on - timedelta(days=1), "since": since}
    sql.run(sql.load("accounts", "standing"), params)
    written = sql.run(sql.load("accounts", "snapshot"), params) + sql.run(sql.load("accounts", "bucket_flow"), params)
    sql.run("DROP TABLE standing")
    if on.day == 1:
        written += sql.run(sql.load("accounts", "month_end"), params) + keep_vintage(on)
    return written


def checksum() -> int:
    """The sum of all fingerprints: equal for equal portfolios, however the night was run."""
    return int(sql.value("SELECT coalesce(sum(fingerprint), 0) FROM accounts_position"))
