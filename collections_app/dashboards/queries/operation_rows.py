"""What stands behind each figure of the operation: one statement a figure, which is counted and listed alike.

Every statement names the case, who did it (null: nobody who logs in) and the moment. `begin` is the start of the local
day of `at`, `today` the desk's day, `night` the last completed night, `rested` when a contact was long enough ago.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.queries import business_date, working_day
from collections_app.cases.queries.policy import desk_policy
from collections_app.cases.queries.sight import SEEN, sight
from collections_app.shared import clock
from collections_app.shared.actor import Actor

_CONTACTS = """
    SELECT x.case_id, x.user_id, x.at FROM contacts_contact x
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

OPEN = f"""
    FROM cases_case c LEFT JOIN cases_claim k ON k.case_id = c.id AND k.expires_at > %(at)s
    WHERE c.closed_on IS NULL AND {SEEN}
"""
"""The open cases the reader may see."""


def params(actor: Actor, *, at: datetime) -> dict[str, Any]:
    """The parameters of every statement here, for what `actor` may see."""
    today = working_day(at)
    zone = timezone.get_default_timezone()
    return {
        "at": at,
        "begin": timezone.make_aware(datetime.combine(clock.local_date(at), time.min), zone),
        "today": today,
        "night": business_date(),
        "rested": at - timedelta(minutes=desk_policy(today).rest_minutes),
        "zone": str(zone),
        **sight(actor),
    }
