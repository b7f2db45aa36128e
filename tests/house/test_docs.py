"""The reference docs say what the code says."""

import ast
import re

import yaml
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from collections_app import shell
from collections_app.people.labels import PERMISSION_LABELS, ROLE_LABELS
from collections_app.people.rules.roles import AGENCY_PERMISSIONS, PERMISSIONS, ROLE_PERMISSIONS, ROLES

from . import source

REFERENCE = source.ROOT / "docs" / "reference"


def test_roles_md_is_the_table_of_the_code():
    rows = [
        [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        for line in (REFERENCE / "roles.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not set(line) <= set("|-: ")
    ]
    head, *body = rows
    table = {**ROLE_PERMISSIONS, "agency": AGENCY_PERMISSIONS}
    assert head[2:] == [*ROLES, "agency"]
    written = {row[0].strip("`"): {role for role, cell in zip(head[2:], row[2:], strict=True) if cell} for row in body}
    assert written == {code: {r for r in table if code in table[r]} for code in PERMISSIONS}


def test_every_role_and_permission_has_a_name():
    assert set(ROLE_LABELS) == set(ROLES) == set(ROLE_PERMISSIONS)
    assert set(PERMISSION_LABELS) == set(PERMISSIONS)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) <= set(PERMISSIONS)


def test_settings_md_lists_every_setting():
    calls = (
        n for n in ast.walk(source.tree(source.ROOT / "collections_app" / "settings.py")) if isinstance(n, ast.Call)
    )
    read = {
        call.args[0].value
        for call in calls
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and (ast.unparse(call.func).startswith("env.") or ast.unparse(call.func) == "secret")
    }
    listed = set(re.findall(r"^\| `([A-Z_]+)`", (REFERENCE / "settings.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == read


def test_the_openapi_file_is_current():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    fresh = yaml.safe_load(OpenApiYamlRenderer().render(schema, renderer_context={}))
    kept = yaml.safe_load((REFERENCE / "openapi.yaml").read_text(encoding="utf-8"))
    assert kept == fresh, "Run: python3 run.py manage spectacular --file docs/reference/openapi.yaml"


def test_every_entry_of_the_bar_leads_somewhere():
    assert all(reverse(page.name).startswith("/") for page in shell.PAGES)
    assert all(page.permission in PERMISSIONS for page in shell.PAGES)
