"""Third-party files that browsers get, kept in the repository: no build step, no CDN.

    python tools/vendor.py check      offline: every file is the one the lock names, and nothing else lies there
    python tools/vendor.py update     fetch the newest release inside each range of vendor.json (needs npm)
    python tools/vendor.py outdated   show what is newer, inside the range and beyond

`vendor.json` says what we want, `vendor.lock.json` what we have: version, source, licence, hash of every file.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WANTED = ROOT / "vendor.json"
LOCK = ROOT / "vendor.lock.json"
FOLDER = ROOT / "static" / "vendor"

# A map file that is not there makes Django's manifest storage fail.
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\n?")


def main(words: list[str]) -> int:
    commands = {"check": check, "update": update, "outdated": outdated}
    if len(words) != 1 or words[0] not in commands:
        print(__doc__)
        return 2
    problems = commands[words[0]]()
    for line in problems:
        print(line)
    return 1 if problems else 0


def check() -> list[str]:
    """What differs between the lock and the files; empty when all is well."""
    wanted, lock = json.loads(WANTED.read_text(encoding="utf-8")), json.loads(LOCK.read_text(encoding="utf-8"))
    locked = {f"{name}/{file}": digest for name, entry in lock.items() for file, digest in entry["sha256"].items()}
    present = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    problems = [f"missing: {name}" for name in sorted(locked.keys() - present.keys())]
    problems += [f"not in the lock: {name}" for name in sorted(present.keys() - locked.keys())]
    for name in sorted(locked.keys() & present.keys()):
        if _sha256(present[name].read_bytes()) != locked[name]:
            problems.append(f"changed: {name}")
    return problems + [
        f"in vendor.json or the lock, not in both: {name}" for name in sorted(wanted.keys() ^ lock.keys())
    ]


def update() -> list[str]:
    """Fetch every package, check its integrity and licence, write its files and the lock."""
    lock: dict[str, Any] = {}
    for name, wanted in json.loads(WANTED.read_text(encoding="utf-8")).items():
        found = _released(wanted)
        if found["license"] != wanted["licence"]:
            return [f"{name}: licence is now {found['license']}, expected {wanted['licence']}"]
        with tempfile.TemporaryDirectory() as folder:
            archive = _fetch(wanted["package"], found["version"], Path(folder))
            if _integrity(archive.read_bytes()) != found["integrity"]:
                return [f"{name}: the archive is not the one the registry announces"]
            written = _write(name, wanted, archive)
        lock[name] = {
            "package": wanted["package"],
            "version": found["version"],
            "source": f"https://www.npmjs.com/package/{wanted['package']}/v/{found['version']}",
            "licence": found["license"],
            "integrity": found["integrity"],
            "sha256": written,
        }
        print(f"{name} {found['version']}: {', '.join(sorted(written))}")
    LOCK.write_text(json.dumps(lock, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return []


def outdated() -> list[str]:
    """One line per package that has something newer than the lock."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    lines = []
    for name, wanted in json.loads(WANTED.read_text(encoding="utf-8")).items():
        inside, newest = _released(wanted)["version"], _released({**wanted, "range": "latest"})["version"]
        if {inside, newest} != {lock[name]["version"]}:
            lines.append(f"{name}: have {lock[name]['version']}, in range {inside}, newest {newest}")
    return lines


def _npm(*words: str, cwd: Path = ROOT) -> str:
    return subprocess.run(["npm", *words], cwd=cwd, check=True, capture_output=True, text=True).stdout


def _released(wanted: dict[str, Any]) -> dict[str, str]:
    """Version, licence and integrity of the newest release inside the range."""
    answer = json.loads(
        _npm("view", f"{wanted['package']}@{wanted['range']}", "version", "license", "dist.integrity", "--json")
    )
    releases = answer if isinstance(answer, list) else [answer]
    newest = max(releases, key=lambda release: [int(part) for part in re.findall(r"\d+", release["version"])[:3]])
    return {
        "version": newest["version"],
        "license": newest["license"],
        "integrity": newest.get("dist.integrity") or newest["dist"]["integrity"],
    }


def _fetch(package: str, version: str, folder: Path) -> Path:
    _npm("pack", "--silent", f"{package}@{version}", cwd=folder)
    return next(folder.glob("*.tgz"))


def _write(name: str, wanted: dict[str, Any], archive: Path) -> dict[str, str]:
    """Put the wanted files of a package under static/vendor/<name>/ and return their hashes."""
    target = FOLDER / name
    target.mkdir(parents=True, exist_ok=True)
    written = {}
    with tarfile.open(archive) as package:
        contents = {ours: _member(package, theirs) for theirs, ours in wanted["files"].items()}
        if "icons" in wanted:
            contents["sprite.svg"] = _sprite(package, wanted["icons"])
    own_licence = ROOT / "tools" / "licences" / f"{name}.txt"
    if "LICENSE" not in contents:
        contents["LICENSE"] = own_licence.read_bytes()
    for file, data in contents.items():
        data = SOURCE_MAP.sub(b"\n", data)
        (target / file).write_bytes(data)
        written[file] = _sha256(data)
    return written


def _member(package: tarfile.TarFile, path: str) -> bytes:
    stream = package.extractfile(f"package/{path}")
    if stream is None:
        raise FileNotFoundError(path)
    return stream.read()


def _sprite(package: tarfile.TarFile, icons: list[str]) -> bytes:
    """One SVG file with a symbol per icon, so that a page loads one file and CSS colours it."""
    symbols = []
    for icon in sorted(icons):
        text = _member(package, f"icons/outline/{icon}.svg").decode()
        shapes = re.findall(r"<(?:path|circle|line|rect|polyline|ellipse)\b[^>]*/>", text)
        drawn = "".join(" ".join(shape.split()) for shape in shapes if 'stroke="none"' not in shape)
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{drawn}</symbol>')
    head = '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Tabler Icons, MIT, https://tabler.io/icons -->\n'
    return (head + "\n".join(symbols) + "\n</svg>\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _integrity(data: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
