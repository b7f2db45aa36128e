"""The page of the REST door lists every address; every address that something can be sent to has an example."""

import subprocess
import sys

import yaml
from jsonschema import Draft202012Validator

from tests.house.source import ROOT
from tools import rest_table


def test_rest_md_lists_every_address():
    text = rest_table.PAGE.read_text(encoding="utf-8")
    assert rest_table.written(text) == text, "Run: python tools/rest_table.py"


def test_the_schema_is_made_without_a_warning(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "spectacular",
            "--validate",
            "--fail-on-warn",
            "--file",
            str(tmp_path / "o.yaml"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_every_body_has_an_example():
    schema = yaml.safe_load((ROOT / "docs" / "reference" / "openapi.yaml").read_text(encoding="utf-8"))
    without = [
        operation["operationId"]
        for path in schema["paths"].values()
        for operation in path.values()
        for kind, body in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json" and not body.get("examples")
    ]
    assert without == []


def test_every_example_is_what_the_schema_takes():
    schema = yaml.safe_load((ROOT / "docs" / "reference" / "openapi.yaml").read_text(encoding="utf-8"))
    wrong = []
    for path in schema["paths"].values():
        for operation in path.values():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            form = _with_null({**body.get("schema", {}), "components": schema["components"]})
            for example in body.get("examples", {}).values():
                wrong += [
                    f"{operation['operationId']}: {error.json_path} {error.message}"
                    for error in Draft202012Validator(form).iter_errors(example["value"])
                ]
    assert wrong == []


def _with_null(node):
    """A schema of OpenAPI 3.0 in the words of JSON Schema, which has no `nullable`."""
    if isinstance(node, list):
        return [_with_null(part) for part in node]
    if not isinstance(node, dict):
        return node
    told = {name: _with_null(part) for name, part in node.items()}
    return {**told, "type": [told["type"], "null"]} if told.get("nullable") and "type" in told else told
