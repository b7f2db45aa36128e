"""The REST door for rows without a file: what a bank file would bring, up to 1,000 rows at a time, answered by row."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.intake.faults import reason_text
from accounts.intake.layouts import ACCOUNTS, CARDHOLDERS, ENTRIES, STATEMENTS, Column, Layout
from accounts.intake.rows import take_in_rows
from accounts.models import Reject
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.bulk import REFUSED, all_checked
from collections_app.shared.inputs import Input, given
from collections_app.shared.inputs import Rows as RawRows
from collections_app.shared.routes import route

MOST_ROWS = 1000
LONGEST_TEXT = 1000
"""Signs of any value; how long a column's own may be is told by the checks of the file."""
LANDED = "landed"


class LandedRowOutput(serializers.Serializer):
    """What became of the row at `index`, counted from 0; `code`, `message` and `field` are "" where it landed."""

    index = serializers.IntegerField()
    status = serializers.ChoiceField(choices=[LANDED, REFUSED])
    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField()


class RowsOutput(serializers.Serializer):
    """The delivery the rows came in, how many were new, changed something, stood just so, were refused; and each row.

    `delivery` is null when no row could be read.
    """

    delivery = serializers.IntegerField(allow_null=True)
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = LandedRowOutput(many=True)


class Rows(APIView):
    """Rows of one layout; the subclasses name it."""

    needs = "intake.upload"
    row: ClassVar[type[Input]]
    rows: ClassVar[type[Input]]
    layout: ClassVar[Layout]

    def post(self, request: Request) -> Response:
        good, refused = all_checked(self.row, given(self.rows, request)["rows"])
        return Response(self._landed(actor_of(request), good, refused) if good else _nothing(refused))

    def _landed(self, actor: Any, good: dict[int, dict[str, str]], refused: dict[int, Any]) -> dict[str, Any]:
        taken = take_in_rows(actor=actor, layout=self.layout.name, rows=list(good.values()), at=clock.now())
        shown = {
            index: _rejected(index, taken.rejected[place]) if place in taken.rejected else _row(index, LANDED)
            for place, index in enumerate(good)
        }
        landed = taken.delivery
        return {
            "delivery": landed.pk,
            "new": landed.rows_new,
            "changed": landed.rows_changed,
            "same": landed.rows_same,
            "refused": landed.rows_rejected + len(refused),
            "rows": [row for _index, row in sorted((shown | refused).items())],
        }


def _nothing(refused: dict[int, Any]) -> dict[str, Any]:
    none = {"delivery": None, "new": 0, "changed": 0, "same": 0}
    return {**none, "refused": len(refused), "rows": [row for _index, row in sorted(refused.items())]}


def _row(index: int, status: str, *, code: str = "", message: str = "", field: str = "") -> dict[str, Any]:
    return {"index": index, "status": status, "code": code, "message": message, "field": field}


def _rejected(index: int, reject: Reject) -> dict[str, Any]:
    return _row(index, REFUSED, code=reject.reason, message=reason_text(reject.reason), field=reject.column)


def _rows(layout: Layout, *, noun: str, example: dict[str, str]) -> type[Rows]:
    """The view of a layout, with the schema of its columns."""
    name = noun.title().replace("-", "")
    row = type(f"{name}RowInput", (Input,), {"__doc__": f"A row of {layout.name}.", **_fields(layout)})
    many = extend_schema_field(row(many=True))(type(f"{name}Rows", (RawRows,), {}))
    body = {"__doc__": f"Rows of {layout.name}.", "rows": many(allow_empty=False, max_length=MOST_ROWS)}
    rows = type(f"Bulk{name}Input", (Input,), body)
    about = (
        f"Take in up to 1,000 rows of {layout.name}, as a bank file of them would be.\n\n"
        "Every value is text in the form of the file. Good rows land in one transaction, whatever becomes of the "
        "others; sent again they change nothing."
    )
    view = type(f"Bulk{name}", (Rows,), {"__doc__": about, "row": row, "rows": rows, "layout": layout})
    told = extend_schema(
        operation_id=f"{noun.replace('-', '_')}_bulk",
        tags=["intake"],
        request=rows,
        responses=RowsOutput,
        examples=[OpenApiExample("One row", value={"rows": [example]}, request_only=True)],
    )
    return extend_schema_view(post=told)(view)


def _fields(layout: Layout) -> dict[str, serializers.Field]:
    return {column.name: _field(column) for column in layout.columns}


def _field(column: Column) -> serializers.Field:
    """Any text: what is wrong with it is found, and named, by the checks every file goes through."""
    return serializers.CharField(
        max_length=LONGEST_TEXT, help_text=column.described, required=column.required, allow_blank=not column.required
    )


BulkCardholders = _rows(
    CARDHOLDERS, noun="cardholders", example={"customer_no": "C1001", "kind": "PERSON", "name": "张三"}
)
BulkAccounts = _rows(
    ACCOUNTS,
    noun="accounts",
    example={
        "account_no": "6200000001",
        "customer_no": "C1001",
        "product": "STD",
        "currency": "CNY",
        "opened_on": "2025-01-10",
        "statement_day": "5",
        "due_day": "25",
        "credit_limit": "50000.00",
        "statements_by": "BANK",
        "charges_by": "BANK",
    },
)
BulkStatements = _rows(
    STATEMENTS,
    noun="statements",
    example={
        "account_no": "6200000001",
        "statement_date": "2025-03-05",
        "balance": "10050.00",
        "minimum_due": "1005.00",
    },
)
BulkEntries = _rows(
    ENTRIES,
    noun="ledger-entries",
    example={
        "account_no": "6200000001",
        "source_ref": "BANK-20250310-000001",
        "kind": "PURCHASE",
        "amount": "128.50",
        "posting_date": "2025-03-10",
    },
)

urlpatterns = [
    route("cardholders/bulk", BulkCardholders.as_view(), name="api-cardholders-bulk"),
    route("accounts/bulk", BulkAccounts.as_view(), name="api-accounts-bulk"),
    route("statements/bulk", BulkStatements.as_view(), name="api-statements-bulk"),
    route("ledger-entries/bulk", BulkEntries.as_view(), name="api-ledger-entries-bulk"),
]
