"""The package locks: complete, hashed, and every direct dependency with its reason."""

import re

import pytest

from local_stack.environment import LOCKS
from local_stack.paths import ROOT

SOURCES = sorted(path.name for path in ROOT.glob("requirements*.in"))


def named(text: str) -> set[str]:
    """Package names at the start of the lines, in one spelling: {"django", "psycopg2-binary"}."""
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)", text, flags=re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


def test_the_environments_install_every_lock_there_is():
    assert sorted(LOCKS["dev"]) == sorted(path.name for path in ROOT.glob("requirements*.txt"))


@pytest.mark.parametrize("source", SOURCES)
def test_every_dependency_is_pinned(source):
    lock = (ROOT / source).with_suffix(".txt").read_text()

    assert named((ROOT / source).read_text()) <= named(lock)


@pytest.mark.parametrize("source", SOURCES)
def test_every_pin_has_hashes(source):
    lock = (ROOT / source).with_suffix(".txt").read_text()
    without_comments = "\n".join(line for line in lock.splitlines() if not line.lstrip().startswith("#"))
    pins = re.split(r"\n(?=\S)", without_comments.strip())

    assert pins
    assert [pin.split()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("source", SOURCES)
def test_every_dependency_says_why_it_is_here(source):
    lines = [line for line in (ROOT / source).read_text().splitlines() if line and not line.startswith(("#", "-c "))]

    assert lines
    assert [line for line in lines if not re.search(r"\s#\s*\w", line)] == []
