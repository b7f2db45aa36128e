"""Another statement day or due rule for an account: a dated fact that begins with the next cycle (B5)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import locked_account, text_of
from accounts.models import CalendarChange, CardAccount, Position
from accounts.queries import recording_day
from accounts.queries.terms import terms_of
from accounts.rules.calendar import CalendarError, DueOffset, DueRule, FixedDay
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def change_calendar(
    *,
    actor: Actor,
    account_no: str,
    statement_day: int,
    due_day: int | None = None,
    due_offset_days: int | None = None,
    reason: str,
    at: datetime,
) -> CalendarChange:
    """Give an account another statement day and due rule; the running cycle keeps its days, the next has the new ones.

    Exactly one of `due_day` (of the month) and `due_offset_days` (after the statement). Recorded twice within one
    cycle, the later change counts. Raises Refused: `forbidden`; `unknown_account`; `not_yet` (no night has opened the
    account; its terms come from the bank's file until then); `unchanged`; at its field `due_day_or_offset`, `invalid`,
    `due_reaches_next_statement`, `missing`, `too_long`, `card_number`.
    Example: statement day 5, due day 25, changed on 2025-03-10 to statement day 20, 25 days: the statement of 04-05 is
    the last of the old days, the next is cut on 05-20 and due on 06-14.
    """
    actor.must("accounts.change_terms")
    reason = text_of(reason, field="reason", longest=300)
    rule = _rule(due_day, due_offset_days)
    account = locked_account(account_no)
    if not Position.objects.filter(pk=account.pk).exists():
        raise Refused("not_yet", _("No night has opened this account yet; change it in the bank's file."))
    today, calendar = recording_day(at), terms_of(account).calendar
    try:
        change = calendar.changed(known_on=today, statement_day=statement_day, due_rule=rule)
    except CalendarError as error:
        raise _refused(error, due_day) from error
    if calendar.terms_of(change.from_seq) == (statement_day, rule):
        raise Refused("unchanged", _("The account has these days already."), field="statement_day")
    stored = CalendarChange.objects.create(
        card_account=account,
        from_seq=change.from_seq,
        statement_day=statement_day,
        due_rule=CardAccount.DueRule.DAY if due_offset_days is None else CardAccount.DueRule.OFFSET,
        due_day=due_day,
        due_offset_days=due_offset_days,
        reason=reason,
        recorded_on=today,
        recorded_by=actor.label,
    )
    events.record(
        "calendar.changed",
        actor=actor,
        account_id=account.pk,
        cardholder_id=account.cardholder_id,
        on=today,
        data={
            "change": stored.pk,
            "from_seq": stored.from_seq,
            "statement_day": statement_day,
            "due_rule": stored.due_rule,
            "due_day": due_day,
            "due_offset_days": due_offset_days,
        },
    )
    return stored


def _rule(due_day: int | None, due_offset_days: int | None) -> DueRule:
    if (due_day is None) == (due_offset_days is None):
        raise Refused("due_day_or_offset", _("Give either a due day or a number of days."), field="due_day")
    return FixedDay(due_day) if due_day is not None else DueOffset(due_offset_days or 0)


def _refused(error: CalendarError, due_day: int | None) -> Refused:
    due_field = "due_day" if due_day is not None else "due_offset_days"
    if error.code == "statement_day":
        return Refused("invalid", _("A statement day is 1 to 31."), field="statement_day")
    if error.code == "due_reaches_next_statement":
        message = _("The last old due date would not lie before the first new statement; choose a later statement day.")
        return Refused("due_reaches_next_statement", message, field="statement_day")
    return Refused("invalid", _("The due date would not lie before the next statement."), field=due_field)
