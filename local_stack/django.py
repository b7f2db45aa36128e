"""Commands of `manage.py`, run in the environment with the private servers behind them."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from local_stack import paths
from local_stack.keys import private_keys
from local_stack.problems import Problem
from local_stack.processes import die_with_parent


def environment_for(python: Path, servers: dict[str, str]) -> dict[str, str]:
    """The environment of every Django process of this installation."""
    state = str(paths.state_dir())
    return {
        **os.environ,
        **private_keys(),
        **servers,
        "DJANGO_SETTINGS_MODULE": "collections_app.settings",
        "FAIRDUE_STATE_DIR": state,
        "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }


def manage(python: Path, words: Iterable[str], *, env: dict[str, str]) -> int:
    """Run `manage.py` in the terminal of the user, Ctrl-C included; gives its exit code."""
    return in_terminal([str(python), "manage.py", *words], env=env)


def in_terminal(command: list[str], *, env: dict[str, str]) -> int:
    """Run a program that owns the terminal: Ctrl-C is its own affair, we only wait for it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, env=env, cwd=paths.ROOT).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def step(python: Path, words: list[str], *, env: dict[str, str], show: bool = False) -> str:
    """Run one step of the start; Ctrl-C reaches only us, and we stop the step.

    Gives what it printed, or nothing when `show` passes it on to the terminal.
    """
    process = subprocess.Popen(
        [str(python), "manage.py", *words],
        env=env,
        cwd=paths.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=None if show else subprocess.PIPE,
        stderr=None if show else subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        printed = process.communicate()[0] or ""
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        print(printed.rstrip(), file=sys.stderr)
        raise Problem(f"`manage.py {' '.join(words)}` failed with exit code {process.returncode} (its words above).")
    return printed


def collect_static(python: Path, *, env: dict[str, str]) -> bool:
    """Gather static files when a source or a package changed since the last time; False when all is current."""
    target = Path(env.get("STATIC_ROOT") or paths.state_dir() / "static")
    stamp, digest = target / ".sources", _static_digest()
    if stamp.is_file() and stamp.read_text() == digest:
        return False
    step(python, ["collectstatic", "--no-input", "--clear", "--verbosity", "0"], env=env)
    stamp.write_text(digest)
    return True


def _static_digest() -> str:
    """A fingerprint of names, contents and packages that decide the static files."""
    digest = hashlib.sha256()
    for path in (paths.ROOT / "requirements.txt", paths.ROOT / "collections_app" / "settings.py"):
        digest.update(path.read_bytes())
    for folder in sorted(paths.ROOT.glob("static")) + sorted(paths.ROOT.glob("*/**/static")):
        if folder.is_relative_to(paths.ROOT / "var"):
            continue
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"\0{path.relative_to(paths.ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
