"""What stands behind each figure of the operation: one statement a figure, which is counted and listed alike.

Every statement names the case, who did it (null: nobody who logs in) and the moment. `begin` is the start of the local
day of `at`, `today` the desk's day, `night` the last completed night, `rested` when a contact was long enough ago.
Of a past day `at` is its last moment, `today` and `night` are the day itself.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.queries import business_date, working_day
from collections_app.cases.queries.policy import desk_policy
from collections_app.cases.queries.sight import SEEN, sight
from collections_app.contacts.queries.whose import whose
from collections_app.shared import clock
from collections_app.shared.actor import Actor

# The newest entry of a contact says how it was, the first one whose it is.
_CONTACTS = f"""
    SELECT x.case_id, {whose("x")} AS user_id, x.at FROM contacts_contact x
    WHERE x.at >= %(begin)s AND x.at <= %(at)s
      AND NOT EXISTS (SELECT FROM contacts_contact y WHERE y.corrects_id = x.id)
"""
_PROMISES = "SELECT p.case_id, p.user_id, p.made_at AS at FROM arrangements_promisetopay p WHERE "

DONE: dict[str, str] = {
    "contacts": _CONTACTS,
    "right_party": f"{_CONTACTS} AND x.right_party",
    "promises_made": f"{_PROMISES} p.made_on = %(today)s AND p.status NOT IN ('CANCELLED', 'SUPERSEDED')",
    "promises_due": f"{_PROMISES} p.status = 'OPEN' AND p.next_due_on = %(today)s",
    "promises_kept": f"{_PROMISES} p.settled_on = %(night)s AND p.status = 'KEPT'",
    "promises_broken": f"{_PROMISES} p.settled_on = %(night)s AND p.status IN ('BROKEN', 'PARTIAL')",
    "refusals": """
        SELECT r.case_id, substring(r.asked_by FROM '^user:([0-9]+)$')::bigint AS user_id, r.asked_at AS at
        FROM compliance_contactrefusal r WHERE r.asked_at >= %(begin)s AND r.asked_at <= %(at)s
    """,
    "breaches": """
        SELECT x.case_id, b.user_id, b.at FROM compliance_breach b JOIN contacts_contact x ON x.id = b.contact_id
        WHERE b.at >= %(begin)s AND b.at <= %(at)s
    """,
    "unreported": """
        SELECT m.case_id, m.user_id, m.issued_at AS at FROM compliance_permit m
        WHERE m.state = 'LIVE' AND m.valid_until <= %(at)s
    """,
}
"""What was done, by figure."""

DONE_ON: dict[str, str] = {
    **DONE,
    # What is open is no longer what was open then: every promise that named the day and still stands.
    "promises_due": f"""
        {_PROMISES} p.status NOT IN ('CANCELLED', 'SUPERSEDED') AND p.id IN (
            SELECT i.promise_id FROM arrangements_promiseinstalment i WHERE i.due_on = %(today)s
        )
    """,
    "unreported": """
        SELECT m.case_id, m.user_id, m.issued_at AS at FROM compliance_permit m
        WHERE m.issued_at >= %(begin)s AND m.issued_at <= %(at)s AND m.state = 'LIVE'
    """,
}
"""What was done on a past day, by figure, as far as it is known by now."""

TRACES: dict[str, str] = {
    "permits": """
        SELECT m.case_id, m.user_id, m.issued_at AS at FROM compliance_permit m
        WHERE m.issued_at >= %(begin)s AND m.issued_at <= %(at)s
    """,
    "claims": "SELECT k.case_id, k.user_id, k.claimed_at AS at FROM cases_claim k WHERE k.expires_at > %(at)s",
}
"""What work leaves besides, and who is at work is seen by."""

# About an open case `c` and the live claim on it `k`, null where nobody works it.
STATES: dict[str, str] = {
    "cases": "TRUE",
    "worked": "k.case_id IS NOT NULL",
    "held": "c.work_stopped",
    "callable": """(
        k.case_id IS NULL AND NOT c.work_stopped AND (c.sleeps_until IS NULL OR c.sleeps_until <= %(at)s)
        AND (
            c.follow_up_at <= %(at)s
            OR c.follow_up_at IS NULL AND (c.last_contact_at IS NULL OR c.last_contact_at <= %(rested)s)
        )
    )""",
    "due": "c.follow_up_at <= %(at)s",
}
"""How open cases stand, by figure."""

WAITS_SINCE = "COALESCE(c.last_contact_at, c.opened_on::timestamp AT TIME ZONE %(zone)s)"
"""Since when a case waits: its last contact or, never contacted, its opening."""
WAITS = "NOT c.work_stopped AND c.follow_up_at IS NULL"
"""Whether it waits at all: no hold stops work, and no date to follow up is set."""

OPEN = f"""
    FROM cases_case c LEFT JOIN cases_claim k ON k.case_id = c.id AND k.expires_at > %(at)s
    WHERE c.closed_on IS NULL AND {SEEN}
"""
"""The open cases the reader may see."""


def params(actor: Actor, *, at: datetime) -> dict[str, Any]:
    """The parameters of every statement here, for what `actor` may see."""
    today = working_day(at)
    return {
        "at": at,
        "begin": clock.start_of(clock.local_date(at)),
        "today": today,
        "night": business_date(),
        "rested": at - timedelta(minutes=desk_policy(today).rest_minutes),
        "zone": settings.TIME_ZONE,
        **sight(actor),
    }


def params_on(actor: Actor, *, day: date) -> dict[str, Any]:
    """The parameters of DONE_ON and of the traces of a past day."""
    last_moment = clock.start_of(day + timedelta(days=1)) - timedelta(microseconds=1)
    return {"at": last_moment, "begin": clock.start_of(day), "today": day, "night": day, **sight(actor)}
