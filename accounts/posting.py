"""Writing one ledger entry so that the same reference is written once, whichever door brings it (B7)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import CardAccount, LedgerEntry
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

NIGHT = Actor.night().label


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An entry as it stands in the ledger. `created` is False when its reference was there already, same content.

    `takes_effect` is the night that takes the entry in: balance and bucket change on that morning.
    `suspected` are the references of payments that look like this one.
    """

    entry: LedgerEntry
    created: bool
    suspected: tuple[str, ...] = field(default=())

    @property
    def takes_effect(self) -> date:
        return takes_effect(self.entry)


def takes_effect(entry: LedgerEntry) -> date:
    """The morning on which balance and bucket show the entry: of its own night, else of the first night to know it.

    Example: recorded on 2025-03-10 with value date 2025-02-24 it is 2025-03-11; charged by the night for 2025-03-10 it
    is that day.
    """
    latest = max(entry.posting_date, entry.value_date, entry.recorded_on)
    return latest if entry.recorded_by == NIGHT else latest + timedelta(days=1)


def stored_entry(account: CardAccount, source_ref: str) -> LedgerEntry | None:
    """The entry of the account with this reference."""
    return LedgerEntry.objects.filter(card_account=account, source_ref=source_ref).first()


def same_or_conflict(entry: LedgerEntry, **content: object) -> Posted:
    """The stored entry when it says what `content` says; else Refused("conflict", field="source_ref").

    Example: `same_or_conflict(entry, kind="PAYMENT", amount=Decimal("-50.00"))`.
    """
    differing = [name for name, wanted in content.items() if getattr(entry, name) != wanted]
    if differing:
        message = _("This reference stands in the ledger already, with other content (%(fields)s).")
        raise Refused("conflict", message % {"fields": ", ".join(differing)}, field="source_ref")
    return Posted(entry=entry, created=False)


def write(entry: LedgerEntry) -> bool:
    """Insert `entry`; False when another door has just written its reference, or reversed what it reverses.

    Example: a bank file lands the same payment between our look and our insert: False, and the caller looks again.
    """
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if not any(name in str(error) for name in ("source_ref_once_per_account", "reversed_once")):
            raise
        return False
    return True
