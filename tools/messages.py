"""Translations without GNU gettext.

    python tools/messages.py update  [package …]   collect texts; keep translations, drop what is not used any more
    python tools/messages.py compile [package …]   write django.mo from django.po
    python tools/messages.py check   [package …]   complete, current, one meaning per text? (a house test)

A package is `accounts` or a folder of `collections_app`; without one, all of them. A package owns the texts of its
Python files and of `templates/<package>/`; the top of `templates/` and of `collections_app/` belongs to `shared`.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)
# Header lines that would change with every run or every person.
CHANGING = ('"POT-', '"PO-', '"Last-', '"Language-Team', '"Generated-', '"Report-')
TEMPLATES = {".html", ".txt"}
"""Pages, and mail as plain text."""
HEADER = "# Fairdue, {package}, {language}\n"


def main(words: list[str]) -> int:
    commands = {"update": update, "compile": compile_all, "check": check}
    if not words or words[0] not in commands:
        print(__doc__)
        return 2
    problems = commands[words[0]](words[1:] or packages())
    for line in problems:
        print(line)
    return 1 if problems else 0


def packages() -> list[str]:
    """Every package that may have texts."""
    inner = (path.parent.name for path in (ROOT / "collections_app").glob("*/__init__.py"))
    return ["accounts", *sorted(inner)]


def folder_of(package: str) -> Path:
    return ROOT / "accounts" if package == "accounts" else ROOT / "collections_app" / package


def po_path(package: str) -> Path:
    return folder_of(package) / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def update(names: list[str]) -> list[str]:
    """Write the .po file of each package; nothing is guessed, so a new text is simply empty."""
    for package in names:
        fresh, path = collect(package), po_path(package)
        if not len(fresh) and not path.exists():
            continue
        old = _read(path)
        for message in fresh:
            known = old.get(message.id, message.context) if message.id else None
            if known is not None:
                message.string = known.string
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_as_po(package, fresh))
        print(f"{package}: {len(fresh)} texts, {len(list(_untranslated(fresh)))} without translation")
    return []


def compile_all(names: list[str]) -> list[str]:
    """Write the .mo file of each package."""
    for package in names:
        if po_path(package).exists():
            po_path(package).with_suffix(".mo").write_bytes(_as_mo(_read(po_path(package))))
    return []


def check(names: list[str]) -> list[str]:
    """What is missing, left over, untranslated, broken or not compiled."""
    problems = []
    for package in names:
        fresh, path = collect(package), po_path(package)
        if not len(fresh) and not path.exists():
            continue
        have = _read(path)
        missing = {_key(m) for m in fresh if m.id} - {_key(m) for m in have if m.id}
        unused = {_key(m) for m in have if m.id} - {_key(m) for m in fresh if m.id}
        problems += [f"{package}: not in django.po: {key[0]!r}" for key in sorted(missing, key=str)]
        problems += [f"{package}: not used any more: {key[0]!r}" for key in sorted(unused, key=str)]
        problems += [f"{package}: not translated: {message.id!r}" for message in _untranslated(have)]
        problems += [f"{package}: {message.id!r}: {error}" for message in have for error in message.check(have)]
        if _compiled(path.with_suffix(".mo")) != _said(have):
            problems.append(f"{package}: django.mo is not what django.po says; run tools/messages.py compile")
    return problems + _contradictions()


def _contradictions() -> list[str]:
    """Django merges all catalogues into one: a text with two translations would show one of them by chance."""
    said: dict[tuple, tuple[str, str]] = {}
    problems = []
    for package in packages():
        for message in _read(po_path(package)):
            if not message.id or not message.string:
                continue
            text = str(message.string)
            owner, other = said.setdefault(_key(message), (package, text))
            if other != text:
                problems.append(f"{package} and {owner} translate {message.id!r} differently")
    return problems


def collect(package: str) -> Catalog:
    """Every text of a package, with the files it stands in."""
    catalog = Catalog(locale=LANGUAGE, project="Fairdue", version="1", fuzzy=False)
    for path in _sources(package):
        source = path.read_text(encoding="utf-8")
        if path.suffix in TEMPLATES:
            source = _template_as_python(source)
        found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=("Translators:",))
        for _line, text, comments, context in found:
            catalog.add(
                text, locations=[(path.relative_to(ROOT).as_posix(), 1)], context=context, auto_comments=comments
            )
    return catalog


def _sources(package: str) -> Iterator[Path]:
    folder = folder_of(package)
    yield from sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    inside = (ROOT / "templates" / package).rglob("*")
    yield from sorted(path for path in inside if path.suffix in TEMPLATES)
    if package == "shared":
        yield from sorted((ROOT / "collections_app").glob("*.py"))
        yield from sorted((ROOT / "templates").glob("*.html"))


def _template_as_python(source: str) -> str:
    """Django turns a template into calls of gettext among filler; without its indents Babel can read them."""
    if not settings.configured:
        settings.configure()
    return "\n".join(line.strip() for line in templatize(source).splitlines())


def _key(message: Message) -> tuple:
    return message.id, message.context


def _untranslated(catalog: Catalog) -> Iterator[Message]:
    for message in catalog:
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id and not all(strings):
            yield message


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def _as_po(package: str, catalog: Catalog) -> bytes:
    """The file without dates and line numbers, so that it changes only when a text does."""
    stream = io.BytesIO()
    catalog.header_comment = HEADER.format(package=package, language=LANGUAGE).strip()
    write_po(stream, catalog, width=110, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    lines = [line for line in stream.getvalue().decode().splitlines() if not line.startswith(CHANGING)]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _as_mo(catalog: Catalog) -> bytes:
    """The compiled catalogue, with a fixed date, so that the same texts give the same bytes."""
    plain = Catalog(locale=LANGUAGE, project="Fairdue", version="1", creation_date=FIXED_DATE, fuzzy=False)
    for message in catalog:
        if message.id:
            plain.add(message.id, message.string, context=message.context)
    stream = io.BytesIO()
    write_mo(stream, plain)
    return stream.getvalue()


def _compiled(path: Path) -> dict[tuple, str]:
    """What a .mo file says, text by text; nothing when it is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        catalog = read_mo(stream)
    # Babel gives contexts of a .mo file as bytes.
    return {
        (text, context.decode() if isinstance(context, bytes) else context): said
        for (text, context), said in _said(catalog).items()
    }


def _said(catalog: Catalog) -> dict[tuple, str]:
    return {(_first(m.id), m.context): _first(m.string) for m in catalog if m.id}


def _first(text: str | list[str] | tuple[str, ...] | None) -> str:
    """The singular of a text with a plural; Chinese has one form for both."""
    return text[0] if isinstance(text, list | tuple) else text or ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
