"""The virtual environment: made once per set of locks, hashed packages only.

Two kinds: `run` (server and private servers) and `dev` (the same and the tools of a developer).
A current `dev` environment serves as `run` too, so nobody installs Django twice.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from local_stack import paths
from local_stack.problems import Problem

LOCKS = {
    "run": ("requirements.txt", "requirements-local.txt"),
    "dev": ("requirements.txt", "requirements-local.txt", "requirements-dev.txt"),
}


def prepare(kind: str) -> Path:
    """Return the Python of a current environment of this kind; make it when there is none."""
    with _lock():
        for name in ("dev", kind):
            if _is_current(_folder(name)):
                return _python(_link(_folder(name)))
        folder = _folder(kind)
        _make(folder, LOCKS[kind])
        return _python(_link(folder))


def outdated() -> list[Path]:
    """Environments that no current lock file asks for, unfinished ones included."""
    current = {_folder(kind) for kind in LOCKS}
    home = paths.venvs_dir()
    found = [folder for folder in home.iterdir() if folder.is_dir()] if home.is_dir() else []
    return [folder for folder in found if folder not in current or not _is_current(folder)]


def _folder(kind: str) -> Path:
    digest = hashlib.sha256(sys.version.encode())
    for name in LOCKS[kind]:
        digest.update((paths.ROOT / name).read_bytes())
    return paths.venvs_dir() / f"{kind}-{digest.hexdigest()[:12]}"


def _is_current(folder: Path) -> bool:
    return (folder / "complete").is_file() and _python(folder).exists()


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _link(folder: Path) -> Path:
    """Point `var/venv` at the folder; replaced in one step, so it never dangles."""
    link = paths.venv_link()
    if not (link.is_symlink() and link.readlink() == folder):
        fresh = link.with_name(f"{link.name}.{os.getpid()}")
        fresh.symlink_to(folder)
        fresh.replace(link)
    return folder


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    home = paths.venvs_dir()
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = (home / "lock").open("w")
    except OSError as error:
        raise Problem(f"Cannot write to {home} ({error.strerror}): set FAIRDUE_VENV_DIR.") from None
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make(folder: Path, locks: tuple[str, ...]) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    print(f"Preparing the environment in {folder} (about a minute, once) …", file=sys.stderr, flush=True)
    _create(folder)
    _install(folder, locks)
    (folder / "complete").write_text("all packages installed\n")


def _create(folder: Path) -> None:
    command = [sys.executable, "-m", "venv", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode and _add_venv_package():
        shutil.rmtree(folder, ignore_errors=True)
        made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise Problem(_why_no_venv(made.stdout + made.stderr))


def _add_venv_package() -> bool:
    """Debian keeps `venv` in a package of its own: as root, fetch it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("This Python has no venv module: installing python3-venv …", file=sys.stderr, flush=True)
    return apt_install("python3-venv")


def apt_install(*packages: str) -> bool:
    """Install Debian packages without questions; needs root. True when all went well."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True)
        if done.returncode:
            print((done.stdout + done.stderr).strip(), file=sys.stderr)
            return False
    return True


def _why_no_venv(output: str) -> str:
    if "ensurepip" in output or "No module named venv" in output:
        return (
            "This Python cannot make virtual environments. Type: sudo apt-get install python3-venv   and start again."
        )
    last = output.strip().splitlines()[-1:] or ["no reason given"]
    return f"The virtual environment could not be made: {last[0]}"


def _install(folder: Path, locks: tuple[str, ...]) -> None:
    command = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--require-hashes", "--disable-pip-version-check", "--no-input"]
    for name in locks:
        command += ["-r", str(paths.ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
        raise Problem(
            "The packages could not be installed (reason above); "
            "check the connection to the package index and start again."
        )
