"""Pin and hash the packages that the requirements*.in files name: `python tools/lock.py [--upgrade]`.

The locks fit every platform and every Python from 3.11 on. Later files are held to the pins of earlier ones.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("requirements", "requirements-local", "requirements-dev")
OPTIONS = ("--python-version", "3.11", "--universal", "--generate-hashes", "--custom-compile-command", "make lock")


def main(words: list[str]) -> int:
    """Write the three lock files, in order; gives the exit code of the first that failed."""
    for name in NAMES:
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", *OPTIONS, *words]
        done = subprocess.run([*command, f"{name}.in", "--output-file", f"{name}.txt"], cwd=ROOT)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
