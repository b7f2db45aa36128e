"""One worked account in PostgreSQL and the days around it, for tests of actions and their REST doors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

from accounts.models import AccountHold, CardAccount, Installation, LedgerEntry, Position
from accounts.models.derived import DelinquencyBucket
from accounts.queries.terms import terms_of
from accounts.rules.facts import Entry, Facts, Terms
from accounts.rules.policy import PolicyLine
from collections_app.people.rules.roles import ROLES
from tests.accounts.cards import CALENDAR_A, PLAIN, d, entry
from tests.accounts.database import install, nights, product_following, store_account, store_facts
from tests.cast import Cast

ONE_DAY = timedelta(days=1)


def noon(day: str) -> datetime:
    """A moment of that day: 12:00 in Shanghai. `noon("03-10")` is of 2025."""
    return datetime.combine(d(day), datetime.min.time(), tzinfo=UTC) + timedelta(hours=4)


@dataclass
class Desk:
    """The worked account (10 000.00 bought on 2025-01-20, statement day 5, due day 25), aged night by night."""

    account: CardAccount
    aged_to: date

    @property
    def no(self) -> str:
        return self.account.account_no

    @property
    def bucket(self) -> str:
        return DelinquencyBucket(Position.objects.get(pk=self.account.pk).bucket).label

    @property
    def balance(self) -> str:
        return str(Position.objects.get(pk=self.account.pk).balance)

    def entries(self, *kinds: str) -> list[LedgerEntry]:
        return list(LedgerEntry.objects.filter(card_account=self.account, kind__in=kinds).order_by("id"))

    def age_to(self, day: str) -> None:
        """Run the nights up to that day; those on which nothing can happen are left out, to keep tests short."""
        for night in sorted(night for night in self._eventful(d(day)) if self.aged_to < night <= d(day)):
            Installation.objects.update(business_date=night - ONE_DAY)
            nights(night, night)
            self.aged_to = night

    def _eventful(self, last: date) -> set[date]:
        """`last`, statement dates, the days after due dates, and the days after what was booked or held."""
        calendar, days = terms_of(self.account).calendar, {last}
        for seq, cut in enumerate(takewhile(lambda day: day <= last, calendar.statements()), start=1):
            days |= {cut, calendar.due(seq) + ONE_DAY}
        booked = LedgerEntry.objects.exclude(recorded_by="night").values_list("effective_on", flat=True)
        held = AccountHold.objects.values_list("recorded_on", "until_recorded_on")
        return days | {day + ONE_DAY for pair in [*zip(booked, strict=True), *held] for day in pair if day}


def open_desk(
    *more: Entry,
    terms: Terms = CALENDAR_A,
    policies: PolicyLine = PLAIN,
    opening: str = "10000.00",
    aged_to: str,
    nights_run: bool = True,
) -> Desk:
    """Store the account with its purchase and `more` entries, and run its nights up to `aged_to`.

    `nights_run=False` only sets the business date: enough, and quick, where the ledger alone matters.
    """
    install(business_date=None if nights_run else d(aged_to))
    account = store_account(terms, product_following(policies))
    facts = Facts([entry("PURCHASE", opening, "01-20"), *more])
    store_facts(account, facts)
    desk = Desk(account, d("01-31"))
    if nights_run:
        desk.age_to(aged_to)
    return desk


def roles_let_in(cast: Cast, address: str, body: dict) -> set[str]:
    """The roles whose POST is not turned away for want of a permission."""
    return {role for role in ROLES if cast.api(role).post(address, body).status_code != 403}
