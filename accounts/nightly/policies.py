"""What the policies say tonight, as tables the set-based steps join."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from accounts.queries.policy_lines import policy_lines
from accounts.rules.interest import CumulativeRate
from accounts.rules.policy import PolicyLine
from collections_app.shared import sql

RATE_DAYS = 70
"""How far back the joined cumulative rates reach: two cycles; older value dates go down the exact road."""


def join_answers(on: date) -> None:
    """Put what the rules say for this night into temporary tables, one row per distinct input.

    `policy_window`: versions in force per product and span of days. `rate_on`: R(day) per product. They
    stay on the connection for all steps of a shard.
    """
    lines = policy_lines()
    _policy_windows(lines)
    _rates(lines, on)


def _policy_windows(lines: dict[int, PolicyLine]) -> None:
    sql.run(
        """
        CREATE TEMP TABLE policy_window (
            product_id bigint, since date, until date, version_id bigint,
            minimum_ratio numeric, minimum_floor_amount numeric, late_fee_ratio numeric,
            late_fee_minimum_amount numeric, late_fee_bears_interest boolean, overdue_tolerance_amount numeric,
            full_payment_tolerance_amount numeric, principal_first_from_dpd int, max_late_fees int,
            cost_ceiling_annual_rate numeric, cost_ceiling_caps boolean, daily_interest_rate numeric,
            fee_stop_holds text[]
        )
        """
    )
    sql.copy_in(
        "policy_window",
        [
            "product_id", "since", "until", "version_id", "minimum_ratio", "minimum_floor_amount", "late_fee_ratio",
            "late_fee_minimum_amount", "late_fee_bears_interest", "overdue_tolerance_amount",
            "full_payment_tolerance_amount", "principal_first_from_dpd", "max_late_fees", "cost_ceiling_annual_rate",
            "cost_ceiling_caps", "daily_interest_rate", "fee_stop_holds",
        ],
        (row for product, line in lines.items() for row in _windows(product, line)),
    )  # fmt: skip


def _windows(product: int, line: PolicyLine) -> Iterator[tuple]:
    starts = [version.valid_from for version in line.versions]
    for place, version in enumerate(line.versions):
        yield (
            product,
            starts[place] if place else "-infinity",
            starts[place + 1] if place + 1 < len(starts) else "infinity",
            version.id,
            version.minimum_ratio,
            version.minimum_floor_amount,
            version.late_fee_ratio,
            version.late_fee_minimum_amount,
            version.late_fee_bears_interest,
            version.overdue_tolerance_amount,
            version.full_payment_tolerance_amount,
            version.principal_first_from_dpd,
            version.max_late_fees,
            version.cost_ceiling_annual_rate,
            version.cost_ceiling_caps,
            version.daily_interest_rate,
            "{" + ",".join(sorted(version.fee_stop_holds)) + "}",
        )


def _rates(lines: dict[int, PolicyLine], on: date) -> None:
    sql.run("CREATE TEMP TABLE rate_on (product_id bigint, day date, r numeric)")
    days = [on - timedelta(days=back) for back in range(RATE_DAYS)]
    cumulative: dict[int, CumulativeRate] = {product: CumulativeRate(line) for product, line in lines.items()}
    answers: list[tuple[int, date, Decimal]] = [(p, day, rate(day)) for p, rate in cumulative.items() for day in days]
    sql.copy_in("rate_on", ["product_id", "day", "r"], answers)
