"""Vendored files are the ones the lock names."""

from tools import vendor


def test_vendored_files_are_what_the_lock_says():
    assert vendor.check() == []


def test_no_vendored_file_names_a_source_map():
    wrong = [
        path.name for path in vendor.FOLDER.rglob("*") if path.is_file() and b"sourceMappingURL" in path.read_bytes()
    ]
    assert not wrong


def test_a_changed_byte_is_noticed(tmp_path, monkeypatch):
    folder = tmp_path / "vendor"
    for path in vendor.FOLDER.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(vendor.FOLDER)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (folder / "htmx" / "LICENSE").write_bytes(b"changed")
    monkeypatch.setattr(vendor, "FOLDER", folder)
    assert vendor.check() == ["changed: htmx/LICENSE"]
