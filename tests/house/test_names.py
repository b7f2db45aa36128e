"""Names are masked everywhere: one module reads them for pages and addresses, one template filter prints them."""

import ast
import re

from . import source

PRINTED = re.compile(r"\bpersonal_data\.name\b|\bperson\.name\b")
MAY_READ = {
    "accounts/names.py",
    # Whoever was given leave to call is told whom to ask for.
    "collections_app/desk/views/permits.py",
}


def test_no_template_prints_a_name_but_through_the_filter():
    wrong = [
        f"{path.relative_to(source.ROOT)}: {found.group()}"
        for kind in ("*.html", "*.txt")
        for path in sorted((source.ROOT / "templates").rglob(kind))
        for found in PRINTED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_no_module_reads_a_name_beside_the_one_that_masks_it():
    wrong = [
        source.place(path, node.lineno)
        for folder in source.packages().values()
        for path in source.files(folder)
        if path.relative_to(source.ROOT).as_posix() not in MAY_READ
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute) and PRINTED.search(ast.unparse(node))
    ]
    assert not wrong
