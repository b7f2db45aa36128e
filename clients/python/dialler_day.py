"""A dialler's day: take a case, ask leave, call, log what came of it, let the case go. Runs as it stands.

    FAIRDUE_API_KEY=… python3 dialler_day.py http://127.0.0.1:8000 --cases 20

`call` is where a real dialler dials; here it says what a debtor might have said.
"""

import argparse
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from fairdue_client import Client, Problem

HEARTBEAT = 30.0
"""Seconds. A claim lasts longer than that; a dialler that dies loses its cases by itself."""

Called = dict[str, Any]
"""What came of a call: fields of a contact, and perhaps `promise`."""

Call = Callable[[dict[str, Any]], Called]
"""Dials the `number` of a permit."""


def work(client: Client, *, cases: int, call: Call, queue: str = "") -> dict[str, int]:
    """Work up to `cases` cases; how many were worked, called, refused, promised."""
    done = {"cases": 0, "called": 0, "refused": 0, "promised": 0}
    for _number in range(cases):
        claim = client.post("next-case", {"queue": queue} if queue else {})
        if claim is None:  # 204: nobody may be called now
            break
        done["cases"] += 1
        with beating(client, claim):
            work_one(client, claim, call, done)
        client.post(f"cases/{claim['case']}/release", {"token": claim["token"], "kind": "DONE"})
    return done


def work_one(client: Client, claim: dict[str, Any], call: Call, done: dict[str, int]) -> None:
    """Call the first number of the case that may be called now."""
    case = claim["case"]
    for point in client.get(f"cases/{case}")["contact_points"]:
        try:
            permit = client.post(
                f"cases/{case}/permits", {"contact_point_id": point["id"], "claim_token": claim["token"]}
            )
        except Problem as problem:
            if problem.code != "contact_refused":
                raise
            done["refused"] += 1  # problem.body["rule"] says why, ["next_allowed_at"] from when
            continue
        called = call(permit)
        promise = called.pop("promise", None)
        submission = str(uuid.uuid4())
        contact = {"submission": submission, "permit_token": permit["token"], "happened_at": permit["issued_at"]}
        client.post(f"cases/{case}/contacts", {**contact, **called})
        done["called"] += 1
        if promise is not None:
            client.post(f"cases/{case}/promises", {"submission": submission, **promise})
            done["promised"] += 1
        return


@contextmanager
def beating(client: Client, claim: dict[str, Any], every: float = HEARTBEAT) -> Iterator[None]:
    """Prolong the claim while the block runs, however long the call takes."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(every):
            try:
                client.post(f"cases/{claim['case']}/heartbeat", {"token": claim["token"]})
            except Problem:
                return  # taken over: what was said is logged all the same

    beats = threading.Thread(target=beat, daemon=True)
    beats.start()
    try:
        yield
    finally:
        over.set()
        beats.join()


def nobody_there(_permit: dict[str, Any]) -> Called:
    """The dullest of days."""
    return {"outcome": "NO_ANSWER"}


def promises(_permit: dict[str, Any]) -> Called:
    """The debtor himself, who will pay 100.00 in five days."""
    due = (date.today() + timedelta(days=5)).isoformat()  # noqa: DTZ011 - a real dialler knows the day it works on
    said = {"amount": "100.00", "due_on": due, "speaker": "CARDHOLDER", "channel": "PHONE"}
    return {"outcome": "RPC_PTP", "role": "CARDHOLDER", "verified_by": "BIRTH_DATE", "promise": said}


def main() -> None:
    words = argparse.ArgumentParser(description="Work cases as a dialler does.")
    words.add_argument("host")
    words.add_argument("--cases", type=int, default=10)
    words.add_argument("--queue", default="")
    given = words.parse_args()
    client = Client(given.host, api_key=os.environ["FAIRDUE_API_KEY"])
    print(work(client, cases=given.cases, queue=given.queue, call=nobody_there))  # noqa: T201


if __name__ == "__main__":
    main()
