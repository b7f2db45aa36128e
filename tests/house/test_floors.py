"""A package imports only what is below it; rules stay pure; inside a package words have an order."""

import re
import subprocess
import sys
import tomllib

import pytest

from . import source

# Inside a package: a word imports only words of a smaller number.
WORDS = {
    "urls": 8,
    "views": 7,
    "api": 7,
    "tasks": 7,
    "admin": 7,
    "management": 7,
    "forms": 6,
    "nightly": 5,
    "actions": 4,
    "queries": 3,
    "models": 2,
    "rules": 1,
}
RULES = re.compile(r"(accounts|collections_app\.\w+)\.rules\b")
"""Of any package: the floors say of which ones."""
NOT_FOR_RULES = ("django", "rest_framework", "celery", "psycopg2")


def layers() -> list[str]:
    """The floors of pyproject.toml, from the top."""
    project = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    return [re.sub(r"[()\s]", "", layer) for layer in floors["layers"]]


def test_every_package_stands_on_a_floor():
    standing = {package for layer in layers() for package in layer.split("|")}
    assert source.packages().keys() <= standing


def test_the_floors_hold():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=source.ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_import_no_framework_and_nothing_of_ours_but_rules():
    wrong = []
    for folder in source.packages().values():
        for path in source.files(folder):
            if "rules" not in path.relative_to(folder).parts:
                continue
            for name, line in source.imported(path):
                ours = name.startswith(("accounts", "collections_app")) and not RULES.match(name)
                if ours or name.split(".")[0] in NOT_FOR_RULES:
                    wrong.append(f"{source.place(path, line)} imports {name}")
    assert not wrong


@pytest.mark.parametrize("package", source.packages())
def test_inside_a_package_words_import_only_words_below(package):
    folder = source.packages()[package]
    wrong = []
    for path in source.files(folder):
        own = path.relative_to(folder).with_suffix("").parts[0]
        if own not in WORDS:
            continue
        for name, line in source.imported(path):
            if not name.startswith(f"{package}."):
                continue
            other = name.removeprefix(f"{package}.").split(".")[0]
            if other in WORDS and other != own and WORDS[other] >= WORDS[own]:
                wrong.append(f"{source.place(path, line)}: {own} imports {other}")
    assert not wrong


def test_sql_files_name_only_tables_of_their_floor_or_below():
    order = [layer.split("|") for layer in layers()]
    height = {package.split(".")[-1]: len(order) - level for level, group in enumerate(order) for package in group}
    wrong = []
    for package, folder in source.packages().items():
        own = package.split(".")[-1]
        for path in sorted(folder.rglob("*.sql")):
            text = re.sub(r"--.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"))
            for label in set(re.findall(r"\b([a-z]+)_[a-z_]+\b", text)) & height.keys():
                tables = re.findall(rf"(?:from|join|into|update|table|using)\s+({label}_[a-z_]+)", text, re.IGNORECASE)
                if tables and label != own and height[label] >= height[own]:
                    wrong.append(f"{path.relative_to(source.ROOT)} names {tables[0]}")
    assert not wrong
