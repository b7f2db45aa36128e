"""Pages obey the Content-Security-Policy: no inline script, no inline style, nothing from elsewhere."""

import re

import pytest
from django.template.loader import get_template

from . import source

TEMPLATES = sorted(path for path in (source.ROOT / "templates").rglob("*.html"))
FORBIDDEN = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "evaluating htmx": re.compile(r"\bhx-on\b|\bhx-vars\b|hx-(?:vals|headers)='js:", re.IGNORECASE),
    "foreign address": re.compile(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape off"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(source.ROOT / "templates").as_posix())
def test_a_template_compiles_and_keeps_the_policy(path):
    text = path.read_text(encoding="utf-8")
    get_template(path.relative_to(source.ROOT / "templates").as_posix())
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_scripts_neither_evaluate_text_nor_write_html():
    pattern = re.compile(r"\beval\(|new Function|\.innerHTML|insertAdjacentHTML|document\.write")
    wrong = [
        path.name
        for path in (source.ROOT / "static" / "js").glob("*.js")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = (source.ROOT / "static" / "vendor" / "tabler-icons" / "sprite.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = {
        name for path in TEMPLATES for name in re.findall(r"{% icon \"([\w-]+)\"", path.read_text(encoding="utf-8"))
    }
    assert named <= drawn
