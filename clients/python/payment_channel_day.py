"""A payment channel's day: post what came in, look at every row, reverse what bounced, read what happened.

    FAIRDUE_API_KEY=… python3 payment_channel_day.py http://127.0.0.1:8000 payments.csv

The file has the columns account_no, amount, currency, value_date, source_ref. Run it twice: nothing is posted twice.
"""

import argparse
import csv
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from fairdue_client import Client, Problem

AT_ONCE = 1000


def post(client: Client, payments: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Post payments, a thousand in a request; each with what became of it.

    `source_ref` names a payment once and for all: a run that broke off is simply run again.
    """
    rows = iter(payments)
    while some := list(islice(rows, AT_ONCE)):
        answer = client.post("payments/bulk", {"payments": some})
        yield from ((some[row["index"]], row) for row in answer["rows"])


def reverse(client: Client, *, account_no: str, reverses_ref: str, source_ref: str, reason: str) -> bool:
    """Take a payment back; False when it had been taken back before."""
    body = {"account_no": account_no, "reverses_ref": reverses_ref, "source_ref": source_ref, "reason": reason}
    try:
        return bool(client.post("payment-reversals", body)["created"])
    except Problem as problem:
        if problem.code == "already_reversed":
            return False
        raise


def happened(client: Client, cursor: str = "") -> tuple[list[dict[str, Any]], str]:
    """What was posted and reversed since `cursor`, through whichever door; and the cursor to keep for tomorrow."""
    found: list[dict[str, Any]] = []
    for rows, settled in client.changes(cursor, kind=["payment.posted", "payment.reversed"]):
        found += rows
        cursor = settled
    return found, cursor


def main() -> None:
    words = argparse.ArgumentParser(description="Post payments of a CSV file.")
    words.add_argument("host")
    words.add_argument("file")
    given = words.parse_args()
    client = Client(given.host, api_key=os.environ["FAIRDUE_API_KEY"])
    with Path(given.file).open(encoding="utf-8", newline="") as stream:
        for payment, row in post(client, csv.DictReader(stream)):
            if row["status"] == "refused":
                print("\t".join([payment["source_ref"], row["code"], row["field"], row["message"]]))  # noqa: T201


if __name__ == "__main__":
    main()
