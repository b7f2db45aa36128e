"""Text no column keeps, a NUL or half a surrogate pair: refused at its field by every address, and never a 500."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.desk.stage import at_ten, on_stage
from tests.house.source import ROOT
from tests.rest.test_schema import LEFT_OUT, numbers

pytestmark = pytest.mark.django_db
WRONG = ["\x00", "\ud800"]
ROLES = ("manager", "administrator", "compliance", "integration", "agent")
SCHEMA = ROOT / "docs" / "reference" / "openapi.yaml"


@pytest.fixture
def stage(cast, monkeypatch):
    on_stage(cast)
    at_ten(monkeypatch)
    return cast


def bodies() -> Iterator[tuple[str, str, str, Any]]:
    """Every operation that takes JSON: its name, method, address and first example."""
    for address, operations in yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            examples = [example["value"] for example in content.get("examples", {}).values()]
            if examples and operation["operationId"] not in LEFT_OUT:
                yield operation["operationId"], method, address, examples[0]


def spoilt(value: Any, wrong: str, field: str = "") -> tuple[Any, list[str]]:
    """The example with `wrong` in every text of it, and where those stand."""
    if isinstance(value, str):
        return value + wrong, [field]
    if isinstance(value, dict):
        parts = {name: spoilt(inner, wrong, f"{field}.{name}".strip(".")) for name, inner in value.items()}
        return {name: inner for name, (inner, _) in parts.items()}, [at for _, found in parts.values() for at in found]
    if isinstance(value, list):
        rows = [spoilt(inner, wrong, f"{field}.{place}".strip(".")) for place, inner in enumerate(value)]
        return [inner for inner, _ in rows], [at for _, found in rows for at in found]
    return value, []


def filled(address: str, there: dict[str, Any]) -> str:
    """The address of something that is there."""
    for name in [part.split("}")[0] for part in address.split("{")[1:]]:
        known = there.get(name) or next((value for part, value in there.items() if part in address), 1)
        address = address.replace(f"{{{name}}}", str(known))
    return address


def answer(cast, method: str, address: str, body: Any):
    """What the first role that may call the address is told."""
    for role in ROLES:
        text = json.dumps(body)  # as ASCII: half a pair can only travel escaped
        found = getattr(cast.api(role), method)(address, data=text, content_type="application/json")
        if found.status_code != 403:
            break
    return found


def _refused(found, fields: list[str]) -> bool:
    """Whether every field is named; of a request of many rows, whether each row is refused for itself."""
    body = found.json()
    if found.status_code == 200:
        return all(row["status"] == "refused" and row["field"] for row in body["rows"])
    return found.status_code == 400 and {error["field"] for error in body["errors"]} == set(fields)


@pytest.mark.parametrize("wrong", WRONG)
def test_every_address_refuses_it_at_its_field(stage, wrong):
    there, broken = numbers(), []
    for name, method, address, example in bodies():
        body, fields = spoilt(example, wrong)
        if not fields:
            continue
        found = answer(stage, method, filled(address, there), body)
        if found.status_code != 404 and not _refused(found, fields):
            broken.append(f"{name}: {found.status_code} {found.content[:300]!r} instead of 400 at {fields}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("wrong", WRONG)
def test_the_name_of_a_field_too(stage, wrong):
    found = answer(stage, "post", "/api/v1/next-case", {f"que{wrong}": "m1"})
    assert (found.status_code, found.json()["errors"][0]["field"]) == (400, "que?")


@pytest.mark.parametrize(
    "address",
    ["/api/v1/accounts/62%001", "/api/v1/cardholders/C%001/restriction", "/accounts/62%001/", "/desk/queues/m%001/"],
)
def test_there_is_nothing_at_such_an_address(stage, address):
    assert stage.browser("manager").get(address).status_code == 404


def test_a_change_that_names_the_version_it_knows_is_told_the_same(stage):
    body, headers = {"restriction": "VIP", "reason": "asked"}, {"If-Match": '"x"', "Idempotency-Key": "one"}
    found = stage.api("manager").post("/api/v1/cardholders/C%001/restriction", body, headers=headers)
    assert (found.status_code, found.json()["code"]) == (404, "not_found")


def test_a_filter_is_refused_by_name(stage):
    found = stage.api("manager").get("/api/v1/accounts?q=%00&size=2")
    assert (found.status_code, found.json()["errors"][0]["field"]) == (400, "q")


@pytest.mark.parametrize(
    ("page", "typed", "field"),
    [
        ("", {"outcome": "NO_ANSWER", "inbound": "on"}, "note"),
        ("hold/", {"kind": "DISPUTE"}, "reason"),
        ("numbers/", {"kind": "MOBILE", "source": "DEBTOR"}, "value"),
        ("people/", {"role": "GUARANTOR", "source": "DEBTOR"}, "name"),
        ("addresses/", {"kind": "HOME", "province": "上海市", "source": "DEBTOR"}, "line"),
    ],
)
def test_a_form_says_it_too(stage, page, typed, field):
    case = numbers()["case_id"]
    found = stage.browser("agent").post(f"/cases/{case}/{page}", {**typed, field: "half\x00way"})
    assert found.status_code == 422
    assert "Null characters are not allowed." in found.content.decode()
