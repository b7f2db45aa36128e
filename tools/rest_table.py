"""Write the table of every REST address into docs/reference/rest.md: `python tools/rest_table.py`.

What an address does is the first line of its view's docstring, what it needs is what the view names.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "rest.md"
BEGIN, END = "<!-- every address: tools/rest_table.py -->", "<!-- end of the table -->"
METHODS = ("get", "post", "patch", "put", "delete")


def addresses(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address below `/api/v1/` as people write it, with its view."""
    for pattern in patterns:
        here = before + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, here)
        elif not here.startswith(("schema", "docs")):
            yield here, pattern.callback.cls


def table() -> str:
    """The table, by noun."""
    from collections_app.api import urlpatterns

    rows = ["| Address | What | Permission |", "|---|---|---|"]
    for address, view in sorted(addresses(urlpatterns), key=lambda pair: pair[0]):
        methods = [name.upper() for name in METHODS if hasattr(view, name)]
        rows.append(f"| `{' '.join([', '.join(methods), address])}` | {_what(view)} | {_needs(view, methods)} |")
    return "\n".join(rows)


def _what(view: Any) -> str:
    return " ".join((view.__doc__ or "").strip().split("\n\n")[0].split()).replace("|", "\\|")


def _needs(view: Any, methods: list[str]) -> str:
    """Permission codes, each once; nothing where being logged in is enough, or nobody needs to be."""
    needs = getattr(view, "needs", None)
    codes = needs.values() if isinstance(needs, dict) else [needs]
    return ", ".join(_one_of(code) for code in dict.fromkeys(codes) if code)


def _one_of(codes: str | tuple[str, ...]) -> str:
    return " or ".join(f"`{code}`" for code in (codes if isinstance(codes, tuple) else (codes,)))


def written(text: str) -> str:
    """`text` with the table of today between its marks."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collections_app.settings_test")
    import django

    django.setup()
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
