"""What became of the accounts of a desk or an agent: the rates of the portfolio (domain §5), of what was theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from accounts.rules.roll import CHAIN, M4P, Cohort, Flow, cohorts, flow_through


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """The accounts of one bucket, currency and owner, by what became of them.

    `through` is what of the balance passed this bucket and the next ones of the same owner, up to `reaches`: the
    product of their roll-forward rates. Both None for M0, which is no step to loss, for M4+, which is the last, and
    where nothing was owed.
    """

    currency: str
    cohort: Cohort
    through: Fraction | None
    reaches: int | None


def rolled(currency: str, flows: Iterable[Flow]) -> list[Rolled]:
    """The buckets of one owner in their order, each with how much flows through to the end of the owner's own chain.

    Example: of M2 40 % roll forward, of M3 50 %, and nothing stood in M4: of M2 20 % come through to M4, of M3 50 %.
    """
    found = cohorts(flows)
    return [_rolled(currency, found, start) for start in found]


def _rolled(currency: str, found: Mapping[int, Cohort], start: int) -> Rolled:
    steps, at = [], start
    while start in CHAIN and at in found and at < M4P:
        steps.append(found[at].rate("forward", by_balance=True))
        at += 1
    through = flow_through(steps)
    reaches = None if through is None else at
    return Rolled(currency=currency, cohort=found[start], through=through, reaches=reaches)
