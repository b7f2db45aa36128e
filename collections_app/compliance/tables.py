"""The lists of the record as files: what their pages show, numbers masked alike, rules by their codes."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from collections_app.compliance.listing import names_of
from collections_app.compliance.record import Kind
from collections_app.shared.tables import MOST_ROWS, Column, table_of

CUSTOMER: Column = ("customer_no", "cardholder.customer_no")
COLUMNS: Mapping[str, list[Column]] = {
    "breaches": [
        ("at", "at"),
        CUSTOMER,
        ("cause", "cause"),
        ("rules", lambda row: " ".join(row.rules)),
        ("finding", "finding"),
        ("reviewed_by", "reviewed_by.display_name"),
        ("reviewed_at", "reviewed_at"),
    ],
    "refusals": [
        ("asked_at", "asked_at"),
        CUSTOMER,
        ("case", "case_id"),
        ("number", "masked"),
        ("channel", "channel"),
        ("rule", "rule"),
        ("allowed_again_at", "next_allowed_at"),
    ],
    "permits": [
        ("issued_at", "issued_at"),
        ("valid_until", "valid_until"),
        CUSTOMER,
        ("case", "case_id"),
        ("number", "masked"),
        ("channel", "channel"),
        ("purpose", "purpose"),
        ("policy", "policy.profile.code"),
        ("overridden_rule", "override.rule"),
        ("state", "state"),
    ],
    "overrides": [
        ("granted_at", "granted_at"),
        CUSTOMER,
        ("rule", "rule"),
        ("reason", "reason"),
        ("expires_at", "expires_at"),
        ("used_at", "used_at"),
    ],
    "signals": [
        ("effective_at", "effective_at"),
        CUSTOMER,
        ("kind", "kind"),
        ("channel", "channel"),
        ("note", "note"),
        ("lifted_at", "lifted_at"),
        ("lift_reason", "lift_reason"),
    ],
    "consents": [
        ("given_at", "given_at"),
        CUSTOMER,
        ("kind", "kind"),
        ("channel", "channel"),
        ("hours_from", "hours_from"),
        ("hours_to", "hours_to"),
        ("valid_from", "valid_from"),
        ("valid_until", "valid_until"),
        ("note", "note"),
        ("spent_at", "spent_at"),
        ("withdrawn_at", "withdrawn_at"),
    ],
}


def record_table(kind: Kind, rows: QuerySet) -> tuple[list[str], list[list[Any]]]:
    """Head and lines of one list of the record, newest first, each with who it was."""
    found = list(rows.order_by(*kind.order)[: MOST_ROWS + 1])
    names = names_of({getattr(row, kind.who) for row in found}) if kind.by_label else {}

    def who(row: Any) -> str:
        one = getattr(row, kind.who)
        return str(names.get(one, one) if kind.by_label else one or "")

    return table_of(found, [*COLUMNS[kind.code], ("who", who)])
