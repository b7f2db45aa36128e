"""Our own Python files, and what stands in them."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def packages() -> dict[str, Path]:
    """Dotted name and folder of every package that stands on a floor."""
    found = {"accounts": ROOT / "accounts"}
    for init in sorted((ROOT / "collections_app").glob("*/__init__.py")):
        found[f"collections_app.{init.parent.name}"] = init.parent
    return found


def files(folder: Path) -> list[Path]:
    """Python files of a package, without its migrations."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@lru_cache(maxsize=1024)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Dotted name and line of everything a file imports, relative imports resolved."""
    name = module_name(path)
    here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((f"{start}.{alias.name}", node.lineno) for alias in node.names)


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
