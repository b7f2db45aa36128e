"""The OpenAPI description is true: whatever is sent gets an answer that it describes, and never a 5xx.

Generated requests go to every operation as users of several roles and as a machine with an API key, in half of the
cases with numbers that are there: first as the description says they may be, then as it says they may not.
The same requests on every run; FAIRDUE_EXAMPLES=50 sends more, others each time.
"""

import os
from collections.abc import Iterator, Sequence
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
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.models import CardAccount, LedgerEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import Case, WorkQueue
from collections_app.contacts.models import Contact
from collections_app.integrations.actions.keys import HIGHEST_RATE
from collections_app.integrations.queries.keys import SCOPES
from collections_app.people.models import Team, User
from collections_app.shared.throttling import PerCaller
from tests.desk.stage import at_ten, on_stage
from tests.integrations.machines import key_for

EXAMPLES = int(os.environ.get("FAIRDUE_EXAMPLES", "4"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = ("manager", "administrator", "compliance", "agent")
MACHINE = "integration"
CALLERS = ("manager", "manager", "administrator", "compliance", "agent", MACHINE)
LEFT_OUT = {
    "deliver_file": "a file of random bytes takes the intake's own time; tests/accounts/intake sends wrong files",
    "run_nights": "a night commits; tests/nightly runs them",
    "log_in": "random passwords lock the door; tests/people/test_token.py",
    "log_out": "ends the token of the next request",
}


ROW_BY_ROW = {
    "accounts_bulk",
    "cardholders_bulk",
    "contacts_log_bulk",
    "ledger_entries_bulk",
    "payments_post_bulk",
    "statements_bulk",
}
"""What is wrong with a row is said of that row, in an answer of 200."""


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
        "/people/": User.objects.order_by("pk")[0].pk,
        "/outcomes/": "NO_ANSWER",
        "/reasons/": "FORGOT",
        "figure": "contacts",
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
    sent = [(operation, GenerationMode.POSITIVE, CHECKS) for operation in operations(described())]
    assert_kept(sent, stage, examples=EXAMPLES)


def test_what_is_not_as_described_is_refused(stage):
    """A body is; of an address it is enough that the answer is described, for everything in it is text."""
    sent = [
        (operation, GenerationMode.NEGATIVE, [*CHECKS, refused] if operation.body else CHECKS)
        for operation in operations(described())
        if (operation.body or operation.query) and operation.definition.raw["operationId"] not in ROW_BY_ROW
    ]
    assert_kept(sent, stage, examples=EXAMPLES // 2)


def described() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())


def refused(ctx: Any, response: Any, case: Any) -> None:
    """A request that knows an older version, or meets another state, is refused before its body is looked at."""
    if response.status_code not in (409, 412):
        negative_data_rejection(ctx, response, case)


def assert_kept(sent: Sequence[tuple[Any, GenerationMode, Sequence[Any]]], stage: Any, *, examples: int) -> None:
    """Every operation is tried before the test tells."""
    keys, there, broken = credentials(stage), numbers(), []
    for operation, mode, checks in sent:
        try:
            _try(operation, mode, checks, keys, there, examples)
        except BaseException as failure:  # failures come as groups
            if isinstance(failure, KeyboardInterrupt):
                raise
            broken.append(f"{operation.label}: {_told(failure)}")
    assert not broken, "\n\n".join([f"{len(broken)} operations", *broken])


def credentials(stage: Any) -> dict[str, str]:
    """What each caller says who they are: a token, or the API key of a machine with every scope there is."""
    said = {role: f"Token {AuthToken.objects.create(user=stage.user(role))[1]}" for role in ROLES}
    _row, key = key_for(stage.user(MACHINE), *SCOPES, rate=HIGHEST_RATE)
    return {**said, MACHINE: f"Api-Key {key}"}


def _try(
    operation: Any,
    mode: GenerationMode,
    checks: Sequence[Any],
    keys: dict[str, str],
    there: dict[str, Any],
    examples: int,
) -> None:
    @seed(1)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize="FAIRDUE_EXAMPLES" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), caller=st.sampled_from(CALLERS), known=st.booleans())
    def send(case: Any, caller: str, known: bool) -> None:
        if known:
            case.path_parameters = {
                name: _number(operation.path, name, value, there)
                for name, value in (case.path_parameters or {}).items()
            }
        with transaction.atomic():
            answer = case.call(headers={"Authorization": keys[caller]})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=checks)

    send()


def _number(path: str, name: str, value: Any, there: dict[str, Any]) -> Any:
    if name in there:
        return there[name]
    return next((known for part, known in there.items() if part in path), value)


def _told(failure: BaseException) -> str:
    inner = getattr(failure, "exceptions", None)
    return " | ".join(_told(one) for one in inner) if inner else f"{type(failure).__name__}: {failure}"[:1500]
