"""On which machine was this measured, and how much memory did this process take at its peak?"""

import os
import platform
import resource
import sys
from pathlib import Path
from typing import Any

from collections_app.shared import sql

MEGABYTE = 1024 * 1024
SETTINGS = ("shared_buffers", "work_mem", "max_wal_size", "synchronous_commit", "fsync", "jit")


def described() -> dict[str, Any]:
    """Cores, memory, versions and the server settings that matter."""
    return {
        "cores": os.cpu_count(),
        "memory_gigabytes": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3, 1),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": str(sql.value("SHOW server_version")).split()[0],
        "load_before": round(os.getloadavg()[0], 1),
        "settings": {name: sql.value("SELECT current_setting(%s)", [name]) for name in SETTINGS},
    }


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.is_file():
        for line in about.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def peak_megabytes() -> float:
    """The largest resident memory of this process so far.

    The high-water mark of /proc starts anew with each program; where there is none, getrusage must do.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                return round(int(line.split()[1]) / 1024, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (MEGABYTE if sys.platform == "darwin" else 1024), 1)
