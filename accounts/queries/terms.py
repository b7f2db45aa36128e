"""The terms of an account as the rules take them."""

from accounts.models import CalendarChange, CardAccount
from accounts.rules import calendar
from accounts.rules.calendar import DueOffset, DueRule, FixedDay
from accounts.rules.facts import Terms


def due_rule_of(account: CardAccount | CalendarChange) -> DueRule:
    if account.due_rule == CardAccount.DueRule.OFFSET:
        return DueOffset(account.due_offset_days or 0)
    return FixedDay(account.due_day or 1)


def terms_of(account: CardAccount) -> Terms:
    return Terms(
        statement_day=account.statement_day,
        due_rule=due_rule_of(account),
        first_statement_date=account.first_statement_date,
        credit_limit=account.credit_limit,
        bank_statements=account.statements_by == CardAccount.Books.BANK,
        bank_charges=account.charges_by == CardAccount.Books.BANK,
        calendar_changes=changes_of(account),
    )


def changes_of(account: CardAccount) -> tuple[calendar.CalendarChange, ...]:
    """The account's calendar changes in the order of their statements; of two for one statement the later counts."""
    changes = {row.from_seq: row for row in sorted(account.calendar_changes.all(), key=lambda row: row.pk)}
    return tuple(
        calendar.CalendarChange(seq, changes[seq].statement_day, due_rule_of(changes[seq])) for seq in sorted(changes)
    )
