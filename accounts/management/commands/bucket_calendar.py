"""The bucket of a hypothetical account day by day: `manage.py bucket_calendar --statement-day 5 --due-day 25 …`."""

from argparse import ArgumentParser
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.rules.bucket_calendar import Day, Scenario, ScenarioError, bucket_calendar
from accounts.rules.calendar import CalendarError, DueOffset, DueRule, FixedDay
from accounts.rules.money import CENT

COLUMNS = ("date", "bucket", "in_gap", "late_fees", "dpd")
LONGEST_DAYS = 3700
LONGEST_GRACE_DAYS = 30
WRONG = {
    "statement_day": "--statement-day: must be 1 to 31.",
    "due_day": "--due-day: must be 1 to 31, differ from the statement day, and be at most 27 when it is before it.",
    "due_offset": "--due-offset: must be 0 to 27 days, or a due date could reach the next statement.",
    "first_missed": "--first-missed: is no statement date; it must fall on the statement day, or on the last day of a "
    "month that is too short for it.",
    "range": "--to: is before --from.",
    "slices": "--pay: needs --slice with the own minimum slice of each statement.",
}


class Command(BaseCommand):
    """Prints `date,bucket,in_gap,late_fees,dpd` for every day from --from to --to."""

    help = "Print bucket, gap, late fees and days past due of a hypothetical account, one line per day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--statement-day", required=True, metavar="DAY", help="nominal statement day, 1 to 31")
        due = parser.add_mutually_exclusive_group(required=True)
        due.add_argument("--due-day", metavar="DAY", help="fixed due day; not later than the statement day: next month")
        due.add_argument("--due-offset", metavar="DAYS", help="due this many days after the statement, 0 to 27")
        parser.add_argument("--first-missed", required=True, metavar="DATE", help="first statement that was not paid")
        parser.add_argument("--from", required=True, dest="first", metavar="DATE")
        parser.add_argument("--to", required=True, dest="last", metavar="DATE")
        parser.add_argument(
            "--grace", default="0", metavar="DAYS", help="days after the due date that count as on time"
        )
        parser.add_argument("--pay", nargs="+", action="extend", default=[], metavar="DATE:AMOUNT")
        parser.add_argument("--slice", nargs="+", action="extend", default=[], dest="slices", metavar="AMOUNT")
        parser.add_argument("--tolerance", default="0", metavar="AMOUNT", help="shortage that is overlooked")
        parser.add_argument("--format", choices=["csv", "table"], default="csv")

    def handle(self, **options: Any) -> None:
        first, last = _date("--from", options["first"]), _date("--to", options["last"])
        if (last - first).days > LONGEST_DAYS:
            raise CommandError(f"--to: at most {LONGEST_DAYS} days after --from.")
        line = _csv if options["format"] == "csv" else _table
        try:
            self.stdout.write(line(COLUMNS))
            for day in bucket_calendar(_scenario(options), first=first, last=last):
                self.stdout.write(line(_cells(day)))
        except (CalendarError, ScenarioError) as wrong:
            raise CommandError(WRONG[wrong.code]) from wrong


def _scenario(options: dict[str, Any]) -> Scenario:
    payments = sorted(_payment(text) for text in options["pay"])
    scenario = Scenario(
        statement_day=_whole("--statement-day", options["statement_day"]),
        due_rule=_due_rule(options),
        first_missed=_date("--first-missed", options["first_missed"]),
        grace_days=_whole("--grace", options["grace"]),
        tolerance=_amount("--tolerance", options["tolerance"]),
        slices=tuple(_amount("--slice", text) for text in options["slices"]),
        payments=payments,
    )
    if scenario.grace_days > LONGEST_GRACE_DAYS:
        raise CommandError(f"--grace: must be 0 to {LONGEST_GRACE_DAYS} days.")
    if any(amount == 0 for _, amount in payments):
        raise CommandError("--pay: the amount must be more than 0.")
    return scenario


def _due_rule(options: dict[str, Any]) -> DueRule:
    if options["due_day"] is not None:
        return FixedDay(_whole("--due-day", options["due_day"]))
    return DueOffset(_whole("--due-offset", options["due_offset"]))


def _whole(flag: str, text: Any) -> int:
    text = str(text)
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise CommandError(f"{flag}: {text!r} is no whole number of 0 or more.")
    return int(text)


def _date(flag: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise CommandError(f"{flag}: {text!r} is no date; write it as 2025-02-05.") from wrong


def _amount(flag: str, text: str) -> Decimal:
    try:
        amount = Decimal(text)
        exact = amount.is_finite() and amount == amount.quantize(CENT)
    except InvalidOperation:
        exact = False
    if not exact or amount < 0:
        raise CommandError(f"{flag}: {text!r} is no amount of 0 or more with at most two decimals.")
    return amount


def _payment(text: str) -> tuple[date, Decimal]:
    day, separator, amount = text.partition(":")
    if not separator:
        raise CommandError(f"--pay: {text!r} must be DATE:AMOUNT, as in 2025-02-20:995.00.")
    return _date("--pay", day), _amount("--pay", amount)


def _cells(day: Day) -> tuple[Any, ...]:
    return day.day.isoformat(), day.bucket.label, int(day.in_gap), day.late_fees, day.dpd


def _csv(cells: tuple[Any, ...]) -> str:
    return ",".join(str(cell) for cell in cells)


def _table(cells: tuple[Any, ...]) -> str:
    day, bucket, *numbers = cells
    return f"{day:<12}{bucket:<8}" + "".join(f"{number:>10}" for number in numbers)
