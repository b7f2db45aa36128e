"""Bank files of any size, the same every time: cardholders, their accounts, one statement each."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from accounts.rules.calendar import first_statement_after
from benchmarks.portfolio.archetypes import REGIONS

OPENED = date(2026, 1, 10)
HEADERS = {
    "cardholders": "customer_no,kind,name,gender,mobile,home_province,home_city",
    "accounts": (
        "account_no,customer_no,product,currency,opened_on,statement_day,due_offset_days,credit_limit,"
        "card_last4,statements_by,charges_by"
    ),
    "statements": "account_no,statement_date,balance,minimum_due,past_due,interest,fees,months_past_due",
}


def write(folder: str, accounts: int) -> dict[str, Any]:
    """Write the three files; gives their paths in the order of delivery."""
    makers = {"cardholders": _cardholder, "accounts": _account, "statements": _statement}
    paths = {}
    for name, line in makers.items():
        path = Path(folder) / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.write(HEADERS[name] + "\n")
            stream.writelines(_lines(line, accounts))
        paths[name] = str(path)
    return {"paths": paths}


def _lines(line: Any, accounts: int) -> Iterator[str]:
    return (line(number) + "\n" for number in range(accounts))


def _cardholder(number: int) -> str:
    province = REGIONS[number * 7919 % len(REGIONS)]
    # Numbers that begin with 000 lead nowhere.
    return f"C{number:09d},PERSON,持卡人{number},{'MF'[number % 2]},000{number:08d},{province},{province}"


def _account(number: int) -> str:
    day = number % 30 + 1
    limit = 3000 + number * 37 % 60 * 1000
    return f"A{number:09d},C{number:09d},BENCH,CNY,{OPENED},{day},20,{limit}.00,{number * 7919 % 10000:04d},BANK,BANK"


_FIRST = {day: first_statement_after(OPENED + timedelta(days=1), day) for day in range(1, 31)}


def _statement(number: int) -> str:
    cents = number * 7907 % 2_000_000
    balance, minimum = cents / 100, cents // 10 / 100
    return f"A{number:09d},{_FIRST[number % 30 + 1]},{balance:.2f},{minimum:.2f},0.00,{cents % 5000 / 100:.2f},0.00,0"
