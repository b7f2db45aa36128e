"""The OpenAPI description is true: whatever it says may be sent gets an answer that it describes, and never a 5xx.

Generated requests go to every operation as callers of several roles, in half of the cases with numbers that are there.
The same requests on every run; FAIRDUE_EXAMPLES=50 sends more, others each time.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import CardAccount, LedgerEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import Case, WorkQueue
from collections_app.contacts.models import Contact
from collections_app.people.models import Team
from collections_app.shared.api import PerCaller
from tests.desk.stage import at_ten, on_stage

EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "4"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = ("manager", "manager", "administrator", "compliance", "integration", "agent")
LEFT_OUT = {
    "deliver_file": "a file of random bytes takes the intake's own time; tests/accounts/intake sends wrong files",
    "run_nights": "a night commits; tests/nightly runs them",
    "log_in": "random passwords lock the door; tests/people/test_token.py",
    "log_out": "ends the token of the next request",
}


def numbers() -> dict[str, Any]:
    """Something that is there, for each name in an address."""
    first = CardAccount.objects.order_by("pk")[0]
    contact, promise = Contact.objects.order_by("pk").first(), PromiseToPay.objects.order_by("pk").first()
    return {
        "account_no": first.account_no,
        "customer_no": first.cardholder.customer_no,
        "case_id": contact.case_id if contact else Case.objects.order_by("pk")[0].pk,
        "/contacts/": contact.pk if contact else 1,
        "/promises/": promise.pk if promise else 1,
        "/ledger-entries/": LedgerEntry.objects.order_by("pk")[0].pk,
        "/queues/": WorkQueue.objects.order_by("pk")[0].code,
        "/teams/": getattr(Team.objects.order_by("pk").first(), "code", "FRONT"),
    }


@pytest.fixture
def stage(cast, monkeypatch):
    """A desk with cases, contacts and promises; the clock stands there; nobody is slowed down."""
    on_stage(cast)
    at_ten(monkeypatch)
    monkeypatch.setattr(PerCaller, "get_rate", lambda self: None)
    # A server closes old connections around each request; here the connection holds the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield cast
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] not in LEFT_OUT:
            yield operation


def test_every_operation_keeps_its_word(stage):
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    tokens = {role: AuthToken.objects.create(user=stage.user(role))[1] for role in set(ROLES)}
    there, broken = numbers(), []
    for operation in operations(schema):
        try:
            _try(operation, tokens, there)
        except BaseException as failure:  # failures come as groups; every operation is tried before the test tells
            if isinstance(failure, KeyboardInterrupt):
                raise
            broken.append(f"{operation.label}: {_told(failure)}")
    assert not broken, "\n\n".join([f"{len(broken)} operations", *broken])


def _try(operation: Any, tokens: dict[str, str], there: dict[str, Any]) -> None:
    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize="FAIRDUE_EXAMPLES" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), role=st.sampled_from(ROLES), known=st.booleans())
    def send(case: Any, role: str, known: bool) -> None:
        if known:
            case.path_parameters = {
                name: _number(operation.path, name, value, there)
                for name, value in (case.path_parameters or {}).items()
            }
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Token {tokens[role]}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    send()


def _number(path: str, name: str, value: Any, there: dict[str, Any]) -> Any:
    if name in there:
        return there[name]
    return next((known for part, known in there.items() if part in path), value)


def _told(failure: BaseException) -> str:
    inner = getattr(failure, "exceptions", None)
    return " | ".join(_told(one) for one in inner) if inner else f"{type(failure).__name__}: {failure}"[:1500]
