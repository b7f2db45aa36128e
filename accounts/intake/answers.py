"""Dates of the calendar rules for a whole file: each rule is asked once per distinct input, SQL joins the answers."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from accounts.queries.policy_lines import policy_lines
from accounts.rules.calendar import (
    DueOffset,
    DueRule,
    FixedDay,
    clamped,
    due_date,
    first_statement_after,
    next_statement_date,
)
from collections_app.shared import sql

QUESTIONS_AT_ONCE = 20_000


def answer_first_statements() -> None:
    """For accounts: the first statement date after the opening, and whether a stated one lies on the calendar."""
    _answer(
        table="first_after_opening",
        question="SELECT DISTINCT opened_on, statement_day FROM typed_accounts WHERE first_statement_date IS NULL",
        columns=("opened_on date", "statement_day int", "first_statement_date date"),
        rule=lambda opened_on, statement_day: (first_statement_after(opened_on, statement_day),),
    )
    _answer(
        table="stated_first_dates",
        question="SELECT DISTINCT first_statement_date, statement_day FROM typed_accounts "
        "WHERE first_statement_date IS NOT NULL",
        columns=("first_statement_date date", "statement_day int", "on_calendar boolean"),
        rule=lambda stated, statement_day: (stated == _nominal(stated, statement_day),),
    )


def answer_statement_dates() -> None:
    """For statements: is the date on the account's calendar, when is it due, when is the next statement."""
    _answer(
        table="statement_answers",
        question="SELECT DISTINCT statement_date, statement_day, due_rule, due_number, next_statement_day "
        "FROM matched_statements WHERE card_account_id IS NOT NULL",
        columns=(
            "statement_date date",
            "statement_day int",
            "due_rule text",
            "due_number int",
            "next_statement_day int",
            "on_calendar boolean",
            "due_date date",
            "next_statement_date date",
        ),
        rule=_statement_answer,
    )


def answer_policies() -> None:
    """For statements: the policy version of each product on each statement date (B5), and its grace days."""
    lines = policy_lines()

    def rule(product_id: int, statement_date: date) -> tuple[Any, ...]:
        version = lines[product_id].on(statement_date)
        return version.id, version.grace_days

    _answer(
        table="policies_in_force",
        question="SELECT DISTINCT product_id, statement_date FROM matched_statements WHERE product_id IS NOT NULL",
        columns=("product_id bigint", "statement_date date", "policy_version_id bigint", "grace_days int"),
        rule=rule,
    )


def _statement_answer(
    stated: Any, statement_day: int, due_rule: str, due_number: int, next_statement_day: int
) -> tuple[Any, ...]:
    rule: DueRule = FixedDay(due_number) if due_rule == "DAY" else DueOffset(due_number)
    return (
        stated == _nominal(stated, statement_day),
        due_date(stated, statement_day=statement_day, due_rule=rule),
        next_statement_date(stated, next_statement_day),
    )


def _nominal(stated: Any, statement_day: int) -> Any:
    return clamped(year=stated.year, month=stated.month, day=statement_day)


def _answer(*, table: str, question: str, columns: Sequence[str], rule: Callable[..., tuple[Any, ...]]) -> None:
    """Fill `table` with each distinct question and the rule's answer to it, some thousand at a time."""
    sql.run(f"CREATE TEMPORARY TABLE {table} ({', '.join(columns)})")
    sql.run(f"CREATE TEMPORARY TABLE {table}_asked AS SELECT row_number() OVER () AS number, q.* FROM ({question}) q")
    names = [column.split()[0] for column in columns]
    for asked in _in_batches(f"{table}_asked"):
        sql.copy_in(table, names, ((*inputs, *rule(*inputs)) for inputs in asked))
    sql.run(f"ANALYZE {table}")


def _in_batches(table: str) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while True:
        until = after + QUESTIONS_AT_ONCE
        batch = sql.rows(f"SELECT * FROM {table} WHERE number > %s AND number <= %s", [after, until])
        if not batch:
            return
        yield [row[1:] for row in batch]
        after = until
