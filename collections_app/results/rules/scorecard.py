"""A scorecard: which weightings are allowed, and how figures become one score from 0 to 100."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .measures import Amounts, Counts

COMPLIANCE, COMPLAINTS, RECOVERY, PRODUCTIVITY = "compliance", "complaints", "recovery", "productivity"
PARTS = (COMPLIANCE, COMPLAINTS, RECOVERY, PRODUCTIVITY)
HUNDRED = Decimal(100)
RECOVERY_BELOW = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Weights in percent, and the values that count as full marks or as none.

    `plan_*` earn 100 points when reached; `limit_*` (on 1,000 contacts) leave 0 when reached.
    """

    compliance: int
    complaints: int
    recovery: int
    productivity: int
    plan_recovery_rate: Decimal
    plan_kept_amount_rate: Decimal
    plan_rpc_per_day: Decimal
    limit_breaches: Decimal
    limit_blocks: Decimal
    limit_complaints: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why a weighting is refused, and at which weight."""

    code: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a score: its weight, its points from 0 to 100, None where there is nothing to measure."""

    name: str
    weight: int
    points: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The parts and what they come to; None where compliance could not be measured: money never stands alone."""

    parts: tuple[Part, ...]
    total: Decimal | None


def wrong_weights(*, compliance: int, complaints: int, recovery: int, productivity: int) -> Wrong | None:
    """What is wrong with these weights; None when they are allowed.

    Recovery must not decide (Art. 66), compliance must outweigh it (NOTICE-13), and together they are 100.
    Example: 30 / 20 / 50 / 0 is `recovery_too_heavy`; 30 / 20 / 30 / 20 is `compliance_too_light`.
    """
    weights = {COMPLIANCE: compliance, COMPLAINTS: complaints, RECOVERY: recovery, PRODUCTIVITY: productivity}
    for name, weight in weights.items():
        if not 0 <= weight <= 100:
            return Wrong(code="out_of_range", field=name)
    if recovery >= RECOVERY_BELOW:
        return Wrong(code="recovery_too_heavy", field=RECOVERY)
    if compliance <= recovery:
        return Wrong(code="compliance_too_light", field=COMPLIANCE)
    if sum(weights.values()) != 100:
        return Wrong(code="not_a_hundred", field=PRODUCTIVITY)
    return None


def score(scheme: Scheme, counts: Counts, amounts: Iterable[Amounts], *, quality: Decimal | None = None) -> Score:
    """The score of these figures. `quality` is the mean of reviewed recordings, 0 to 100, None without any.

    A part with nothing to measure is left out and the others share its weight in their proportions.
    """
    points = {
        COMPLIANCE: _mean(
            [
                _below(counts.breaches_per_1000, scheme.limit_breaches),
                _below(counts.blocks_per_1000, scheme.limit_blocks),
                quality,
            ]
        ),
        COMPLAINTS: _below(counts.complaints_per_1000, scheme.limit_complaints),
        RECOVERY: _recovery(scheme, list(amounts)),
        PRODUCTIVITY: _reached(counts.rpc_per_day, scheme.plan_rpc_per_day),
    }
    # Reviewed recordings alone say nothing of the contacts made: without contacts there is nothing to weigh.
    if not counts.contacts:
        points[COMPLIANCE] = None
    parts = tuple(Part(name=name, weight=getattr(scheme, name), points=points[name]) for name in PARTS)
    return Score(parts=parts, total=_total(parts) if points[COMPLIANCE] is not None else None)


def _total(parts: Sequence[Part]) -> Decimal | None:
    measured = [(part.weight, part.points) for part in parts if part.points is not None]
    weight = sum(one for one, _points in measured)
    if not weight:
        return None
    total = sum((one * points for one, points in measured), Decimal(0)) / weight
    return total.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _recovery(scheme: Scheme, amounts: Sequence[Amounts]) -> Decimal | None:
    """Rates of every currency side by side: rates can be averaged where amounts cannot be added."""
    by_rate = _mean([_reached(one.recovery_rate, scheme.plan_recovery_rate) for one in amounts])
    by_kept = _mean([_reached(one.kept_amount_rate, scheme.plan_kept_amount_rate) for one in amounts])
    return _mean([by_rate, by_kept])


def _reached(value: Decimal | None, plan: Decimal) -> Decimal | None:
    """100 at `plan` or above, 0 at nothing, in proportion between."""
    return None if value is None else min(HUNDRED, max(Decimal(0), value * HUNDRED / plan))


def _below(value: Decimal | None, limit: Decimal) -> Decimal | None:
    """100 at nothing, 0 at `limit` or above, in proportion between."""
    return None if value is None else max(Decimal(0), HUNDRED - value * HUNDRED / limit)


def _mean(points: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in points if one is not None]
    return sum(known, Decimal(0)) / len(known) if known else None
