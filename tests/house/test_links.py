"""What the documentation points at is there: pages and headings, files of this repository, commands."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from . import source

PAGES = sorted(
    [*source.ROOT.glob("*.md"), *(source.ROOT / "docs").rglob("*.md"), *(source.ROOT / "data").rglob("*.md")]
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
EXAMPLE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
OWN_PATH = re.compile(
    r"`((?:accounts|collections_app|templates|static|tests|benchmarks|docs|local_stack|tools|data)/[\w./-]*)`"
)
COMMAND = re.compile(r"(?:manage\.py|run\.py manage) ([a-z_]+)")


def told(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The headings of a page as a browser's address names them: `## In the browser` is `in-the-browser`."""
    headings = re.findall(r"^#+ (.+)$", EXAMPLE.sub("", told(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def leads_nowhere(page: Path, link: str) -> bool:
    path, _hash, anchor = link.partition("#")
    aim = (page.parent / path).resolve() if path else page
    return not aim.exists() or bool(anchor and aim.suffix == ".md" and anchor not in anchors(aim))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(source.ROOT)))
def test_every_link_leads_somewhere(page):
    links = [link for link in LINK.findall(EXAMPLE.sub("", told(page))) if "://" not in link]
    assert not [link for link in links if leads_nowhere(page, link)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(source.ROOT)))
def test_every_file_named_is_there(page):
    named = [path for path in OWN_PATH.findall(told(page)) if "//" not in path]
    assert not [path for path in named if not (source.ROOT / path).exists() and not (page.parent / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(source.ROOT)))
def test_every_command_named_can_be_typed(page):
    assert set(COMMAND.findall(told(page))) <= get_commands().keys()
