"""Where things of this checkout live. Two environment variables move them:

FAIRDUE_STATE_DIR   data, sockets and logs of the private servers (default: var/ in the checkout)
FAIRDUE_VENV_DIR    virtual environments (default: var/venvs in the checkout)
"""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def state_dir() -> Path:
    """Folder of everything the private servers keep. It may be deleted when nothing runs."""
    return Path(os.environ.get("FAIRDUE_STATE_DIR") or ROOT / "var").absolute()


def venvs_dir() -> Path:
    """Folder of the virtual environments, shared by every state folder of the checkout."""
    return Path(os.environ.get("FAIRDUE_VENV_DIR") or ROOT / "var" / "venvs").absolute()


def venv_link() -> Path:
    """`var/venv`: a stable name for the environment in use, for editors and for the shell."""
    return venvs_dir().parent / "venv"


def short_name(path: Path) -> str:
    """Ten characters that stand for a path: equal paths give equal names.

    >>> len(short_name(Path("/srv/fairdue/var")))
    10
    """
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
