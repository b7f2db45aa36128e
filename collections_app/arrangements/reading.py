"""A promise read against its case: what is promised, in which currency, when to remind; refused with all its faults."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.checks import amount_of, text_of
from accounts.models import PartyRole, Position
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.objections import refusal_of
from collections_app.arrangements.queries.policy import limits_of, promise_policy
from collections_app.arrangements.rules.guard import Asked, Owed, Situation, objections
from collections_app.cases.models import Case
from collections_app.compliance.models import Channel
from collections_app.shared.errors import Refusals, Refused
from collections_app.shared.templatetags.fairdue import local_date

LONGEST_REASON = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A promise that may be made: its amount, its parts as (due day, amount), and under which policy."""

    amount: Decimal
    parts: tuple[tuple[date, Decimal], ...]
    account_ids: tuple[int, ...]
    currency: str
    reason: str
    follow_up_on: date
    policy: PromisePolicy


def read(entry: PromiseEntry, case: Case, *, today: date) -> Reading:
    """The promise, checked against the case as it stands on `today`.

    Raises Refused with everything that speaks against it, each at its field: the codes of `rules/guard.py`, and
    `missing`, `too_precise`, `amount_too_large`, `too_long`, `card_number`, `unknown_channel`; at follow_up_on
    `in_the_past`, `too_late`.
    """
    refusals, policy, owed = Refusals(), promise_policy(today), _owed(case)
    if entry.channel and entry.channel not in Channel.values:
        refusals.add(Refused("unknown_channel", _("There is no such channel."), field="channel"))
    asked = _asked(entry, case, owed, refusals)
    situation = Situation(today=today, bucket=case.bucket, company=case.kind == Case.Kind.COMPANY, accounts=owed)
    speaker = str(dict(PartyRole.choices).get(entry.speaker, entry.speaker))
    against = objections(asked, situation, limits_of(policy))
    refusals.add(*(refusal_of(one, speaker=speaker) for one in against))
    reason, follow_up_on = "", today
    with refusals.of():
        reason = text_of(entry.reason, field="reason", longest=LONGEST_REASON, required=False)
    with refusals.of():
        follow_up_on = _follow_up_on(entry, asked, policy, today)
    refusals.speak()
    assert asked.amount is not None  # what could not be read was refused
    return Reading(
        amount=asked.amount,
        parts=tuple((day, part) for day, part in asked.parts if part is not None),
        account_ids=asked.account_ids,
        currency=owed[asked.account_ids[0]].currency,
        reason=reason,
        follow_up_on=follow_up_on,
        policy=policy,
    )


def _asked(entry: PromiseEntry, case: Case, owed: Mapping[int, Owed], refusals: Refusals) -> Asked:
    """What the guard is asked; what is no amount or no day is refused here, once."""
    amount = _amount(entry.amount, "amount", refusals)
    parts = tuple((day, _amount(part, "instalments", refusals)) for day, part in entry.instalments)
    if not parts and entry.due_on is not None:
        parts = ((entry.due_on, amount),)
    if not parts:
        refusals.add(Refused("missing", _("By when?"), field="due_on"))
    chosen = entry.account_ids or tuple(number for number, one in owed.items() if one.currency == case.currency)
    return Asked(amount=amount, parts=parts, account_ids=tuple(sorted(set(chosen))), speaker=entry.speaker)


def _amount(given: Decimal | None, field: str, refusals: Refusals) -> Decimal | None:
    """The amount; None when it was refused."""
    try:
        if given is None:
            raise Refused("missing", _("How much?"), field=field)
        return amount_of(given, field=field)
    except Refused as refused:
        refusals.add(refused)
        return None


def _owed(case: Case) -> dict[int, Owed]:
    """The accounts of a case: those of its cardholder on which something is past due."""
    positions = Position.objects.filter(cardholder=case.cardholder_id, bucket__gte=0).select_related("card_account")
    return {
        row.card_account_id: Owed(currency=row.card_account.currency, balance=row.balance, past_due=row.past_due)
        for row in positions.order_by("card_account")
    }


def _follow_up_on(entry: PromiseEntry, asked: Asked, policy: PromisePolicy, today: date) -> date:
    """The day to remind on; by default as many days on as the policy says, and never after the first due day."""
    days = [day for day, _amount in asked.parts]
    if entry.follow_up_on is None:
        return min([today + timedelta(days=policy.follow_up_days), *days[:1]])
    if entry.follow_up_on < today:
        raise Refused(
            "in_the_past", _("This day is before %(day)s.") % {"day": local_date(today)}, field="follow_up_on"
        )
    if days and entry.follow_up_on > days[-1]:
        message = _("The promise is due on %(day)s; remind by then.") % {"day": local_date(days[-1])}
        raise Refused("too_late", message, field="follow_up_on")
    return entry.follow_up_on
