"""No signals, no save() overrides, every public action says who acts."""

import ast
import re

from . import source


def all_files():
    for folder in source.packages().values():
        yield from source.files(folder)
    yield from sorted((source.ROOT / "collections_app").glob("*.py"))


def test_nobody_uses_signals():
    wrong = [
        f"{source.place(path, line)} imports {name}"
        for path in all_files()
        for name, line in source.imported(path)
        if "signals" in name.split(".") or name.startswith("django.dispatch")
    ]
    assert not wrong


def test_no_model_overrides_save_or_delete():
    wrong = [
        f"{source.place(path, node.lineno)} overrides {node.name}"
        for path in all_files()
        if "models" in path.parts or path.name == "models.py"
        for parent in ast.walk(source.tree(path))
        if isinstance(parent, ast.ClassDef)
        for node in parent.body
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "bulk_create"}
    ]
    assert not wrong


def test_no_model_orders_itself():
    wrong = [
        source.place(path, node.lineno)
        for path in all_files()
        if "models" in path.parts or path.name == "models.py"
        for meta in ast.walk(source.tree(path))
        if isinstance(meta, ast.ClassDef) and meta.name == "Meta"
        for node in meta.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "ordering" for t in node.targets)
    ]
    assert not wrong


def test_every_public_action_takes_its_actor_by_name_and_first():
    wrong = []
    for path in all_files():
        if path.name != "actions.py" and "actions" not in path.parts:
            continue
        for node in source.tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            named = [argument.arg for argument in node.args.kwonlyargs]
            # Only events.record also takes what happened, before the star.
            positional = [argument.arg for argument in node.args.args]
            if named[:1] != ["actor"] or positional not in ([], ["kind"]):
                wrong.append(f"{source.place(path, node.lineno)} {node.name}")
    assert not wrong


# What happened to the actor itself, and the notes that an action leaves once it may.
ASKS_NOBODY = {"prefer", "note_log_in", "note_password_set", "record", "record_all"}


def test_every_public_action_asks_first_whether_its_actor_may():
    wrong = []
    for path in all_files():
        if path.name != "actions.py" and "actions" not in path.parts:
            continue
        for node in source.tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name in ASKS_NOBODY:
                continue
            first = node.body[1] if ast.get_docstring(node) else node.body[0]
            if not ast.unparse(first).startswith("actor.must("):
                wrong.append(f"{source.place(path, node.lineno)} {node.name}")
    assert not wrong


def test_only_shared_sql_speaks_psycopg2():
    wrong = [
        f"{source.place(path, line)} imports {name}"
        for path in all_files()
        for name, line in source.imported(path)
        if name.split(".")[0] == "psycopg2" and path.name != "sql.py"
    ]
    assert not wrong


def test_only_the_clock_reads_the_clock():
    reading = re.compile(r"\b(datetime\.now|date\.today|timezone\.now|timezone\.localdate|time\.time)\(")
    wrong = [
        f"{path.relative_to(source.ROOT)}: {found.group()}"
        for path in all_files()
        if path.name != "clock.py"
        for found in reading.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong
