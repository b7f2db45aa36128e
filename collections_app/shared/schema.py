"""What the OpenAPI file says once for every operation: errors are problem JSON, a POST takes an idempotency key."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from .etag import MATCH, NONE_MATCH, READS, Guarded, Tagged
from .examples import EXAMPLES

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem. `code` is stable; `detail` is in the caller's language.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Any text of your own that names this request. Sent again with the same key, the request is not carried out "
        "again: the first answer comes back, with `Idempotency-Replayed: true`. The same key with another request is "
        "refused with 422 `idempotency_key_reused`. What was refused may be mended and sent again with the same key. "
        "Log-in, log-out and looks at personal data take no notice of it."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[\\x20-\\x7e]+$"},
}


def describe_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular hook: every operation may also answer with a Problem."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    answer = {
        "description": "The request was refused or failed.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result.get("paths", {}).values():
        for operation in path.values():
            operation.get("responses", {}).setdefault("default", answer)
    return result


def describe_idempotency_keys(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular hook: every POST may carry the header."""
    result.setdefault("components", {}).setdefault("parameters", {})["IdempotencyKey"] = _KEY
    for path in result.get("paths", {}).values():
        if "post" in path:
            path["post"].setdefault("parameters", []).append({"$ref": "#/components/parameters/IdempotencyKey"})
    return result


_TIME = r"^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$"


def describe_times(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular hook: an hour of the day has no offset here, so it is not the format `time` of RFC 3339."""
    for part in _parts(result):
        if part.get("format") == "time" and part.get("type") == "string":
            del part["format"]
            part["pattern"] = _TIME
    return result


def _parts(found: Any) -> Iterator[dict[str, Any]]:
    """Every object of the description, however deep."""
    if isinstance(found, dict):
        yield found
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    for one in inner:
        yield from _parts(one)


class Schema(AutoSchema):
    """The description of one operation, with the conditions that its view understands."""

    def get_override_parameters(self) -> list[Any]:
        if self.method in READS and isinstance(self.view, Tagged):
            return [_header(NONE_MATCH, "The `ETag` you know: 304 without a body when nothing has changed.")]
        if self.method not in READS and isinstance(self.view, Guarded):
            return [_header(MATCH, "The `ETag` you read: 412 `changed_meanwhile` when it was changed since.")]
        return []


def _header(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description)


def give_examples(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular hook: every body has an example."""
    for path in result.get("paths", {}).values():
        for operation in path.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            example = EXAMPLES.get(operation.get("operationId", ""))
            if body is not None and example is not None and "examples" not in body:
                body["examples"] = {"Example": {"value": example}}
    return result


def describe_conditions(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular hook: whoever may name the version he knows may hear that it still stands."""
    tag = {"ETag": {"description": "Names this version.", "schema": {"type": "string"}}}
    for path in result.get("paths", {}).values():
        for operation in path.values():
            if any(parameter.get("name") == NONE_MATCH for parameter in operation.get("parameters", [])):
                operation["responses"]["200"]["headers"] = tag
                operation["responses"]["304"] = {"description": "Nothing has changed.", "headers": tag}
    return result
