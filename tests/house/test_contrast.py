"""Text can be read in both themes: WCAG AA, 4.5 to 1, for every pair of ink and ground the pages use."""

import re

import pytest

from . import source

BUCKETS = ("current", "m0", "m1", "m2", "m3", "m4", "m4p")
PAIRS = [
    *((f"--bucket-{code}-ink", f"--bucket-{code}-wash") for code in BUCKETS),
    *((ink, ground) for ink in ("--ink", "--ink-soft") for ground in ("--paper", "--card", "--sunk")),
    *(("--ink-faint", ground) for ground in ("--paper", "--card")),
    *(("--accent", ground) for ground in ("--paper", "--card")),
    *((f"--{kind}", f"--{kind}-wash") for kind in ("good", "warn", "bad")),
    *((f"--{kind}", "--card") for kind in ("good", "warn", "bad")),
    ("--accent-ink", "--accent"),
    ("--accent-ink", "--accent-strong"),
    ("--accent-strong", "--accent-wash"),
]


def colours(theme):
    """The tokens of a theme; the dark one takes what it does not name from the light one."""
    text = (source.ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = (
        re.search(rf"{start} {{(.*?)\n}}", text, re.DOTALL).group(1) for start in (":root", r'\[data-bs-theme="dark"\]')
    )
    found = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", light))
    return found if theme == "light" else found | dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", dark))


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("place", range(1, 9))
def test_lines_and_bars_stand_out_from_their_card(theme, place):
    found = colours(theme)
    low, high = sorted((luminance(found[f"--series-{place}"]), luminance(found["--card"])))
    assert (high + 0.05) / (low + 0.05) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_ink_stands_out_from_its_ground(theme, ink, ground):
    found = colours(theme)
    low, high = sorted((luminance(found[ink]), luminance(found[ground])))
    assert (high + 0.05) / (low + 0.05) >= 4.5
