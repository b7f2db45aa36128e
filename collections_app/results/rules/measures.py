"""The measures of agents and teams (`domain.md` 4.10), from counts. A rate without a basis is None, never 0."""

from dataclasses import dataclass, fields
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was done in some days. `attempts`, `connects` and `rpc` are outbound, by phone or in person.

    `inbound` are contacts the customer began, `inbound_rpc` those with the right party; `promises` at most one a case,
    agent and day; `matured` promises whose last day lies in the period, of which `kept`, `partial` and `broken`;
    `blocks` contacts the policy refused; `worked` days with at least one contact.
    """

    attempts: int = 0
    connects: int = 0
    rpc: int = 0
    inbound: int = 0
    inbound_rpc: int = 0
    promises: int = 0
    matured: int = 0
    kept: int = 0
    partial: int = 0
    broken: int = 0
    blocks: int = 0
    breaches: int = 0
    complaints: int = 0
    worked: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})

    @property
    def contacts(self) -> int:
        """Attempts and inbound contacts."""
        return self.attempts + self.inbound

    @property
    def right_parties(self) -> int:
        """Conversations with the right party, whoever called."""
        return self.rpc + self.inbound_rpc

    @property
    def connect_rate(self) -> Decimal | None:
        """Connects / attempts."""
        return share(self.connects, self.attempts)

    @property
    def rpc_rate(self) -> Decimal | None:
        """Right-party contacts / attempts."""
        return share(self.rpc, self.attempts)

    @property
    def rpc_of_connects(self) -> Decimal | None:
        """Right-party contacts / connects."""
        return share(self.rpc, self.connects)

    @property
    def ptp_rate(self) -> Decimal | None:
        """Promises / right-party contacts, inbound ones included."""
        return share(self.promises, self.right_parties)

    @property
    def kept_rate(self) -> Decimal | None:
        """Kept / matured, by count; partly kept is not kept."""
        return share(self.kept, self.matured)

    @property
    def complaints_per_1000(self) -> Decimal | None:
        """Complaints on 1,000 contacts."""
        return per_thousand(self.complaints, self.contacts)

    @property
    def breaches_per_1000(self) -> Decimal | None:
        """Breaches on 1,000 contacts."""
        return per_thousand(self.breaches, self.contacts)

    @property
    def blocks_per_1000(self) -> Decimal | None:
        """Contacts refused by the policy on 1,000 contacts made."""
        return per_thousand(self.blocks, self.contacts)

    @property
    def rpc_per_day(self) -> Decimal | None:
        """Right-party contacts on a day worked."""
        return share(self.right_parties, self.worked)


NAMES = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Money of one currency; two currencies are never added (B13).

    `promised` and `credited` (paid in time) are those of matured promises; `recovered` is net of reversals;
    `assigned` is what was past due on the assigned cases when the period opened, None where nothing is known of it.
    """

    currency: str
    promised: Decimal = ZERO
    credited: Decimal = ZERO
    recovered: Decimal = ZERO
    assigned: Decimal | None = None

    def __add__(self, other: "Amounts") -> "Amounts":
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} are not added")
        known = [one.assigned for one in (self, other) if one.assigned is not None]
        return Amounts(
            currency=self.currency,
            promised=self.promised + other.promised,
            credited=self.credited + other.credited,
            recovered=self.recovered + other.recovered,
            assigned=sum(known, ZERO) if known else None,
        )

    @property
    def kept_amount_rate(self) -> Decimal | None:
        """Paid in time / promised, of matured promises, partly kept ones included."""
        return self.credited / self.promised if self.promised else None

    @property
    def recovery_rate(self) -> Decimal | None:
        """Recovered / assigned opening past due."""
        return self.recovered / self.assigned if self.assigned else None


def share(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` as a share of one; None where there is no whole. Example: 60 of 200 is 0.3."""
    return Decimal(part) / whole if whole else None


def per_thousand(part: int, whole: int) -> Decimal | None:
    """`part` on 1,000 of `whole`. Example: 3 complaints on 1,500 contacts are 2."""
    return Decimal(part) * 1000 / whole if whole else None
