"""A Chromium for the browser tests: found on this machine, else installed, else named in one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from local_stack.environment import apt_install

HOW_TO_INSTALL = (
    "No Chromium for the browser tests. On Debian type:  sudo apt-get install -y --no-install-recommends "
    "chromium fonts-wqy-zenhei libatomic1   Elsewhere:  var/venv/bin/python -m playwright install chromium   "
    "Or set CHROMIUM to the program. FAIRDUE_BROWSER=skip leaves the browser tests out."
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_PROGRAMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# The tests look at Chinese pages: without one such font a machine draws boxes.
# Playwright's own driver needs libatomic, which a minimal Debian does not have.
_DEBIAN_PACKAGES = ("chromium", "fonts-wqy-zenhei", "libatomic1")


def find() -> Path | None:
    """CHROMIUM, or a browser of this machine that starts; None leaves Playwright to look for its own."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [*map(shutil.which, _NAMES), *_MAC_PROGRAMS]
    for program in found:
        if program and Path(program).is_file() and _starts(program):
            return Path(program)
    return None


def driver_starts(python: Path) -> bool:
    """Whether Playwright's driver, which talks to the browser, finds its libraries."""
    return subprocess.run([str(python), "-m", "playwright", "--version"], capture_output=True).returncode == 0


def ensure(python: Path) -> None:
    """Install a Chromium where we can. Where we cannot, say so and go on: the browser tests will fail by name."""
    if os.environ.get("FAIRDUE_BROWSER") == "skip" or (find() and driver_starts(python)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        if apt_install(*_DEBIAN_PACKAGES) and find() and driver_starts(python):
            return
    if not _install_with_playwright(python):
        print(HOW_TO_INSTALL, file=sys.stderr, flush=True)


def _install_with_playwright(python: Path) -> bool:
    command = [str(python), "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0 and sys.platform == "linux":
        command.append("--with-deps")
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).returncode == 0


def _starts(program: str) -> bool:
    """Ubuntu ships a `chromium-browser` that only says where to get one."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
