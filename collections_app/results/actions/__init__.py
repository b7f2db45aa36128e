"""Writing a scorecard; noting what was exported."""

from .exports import note_export
from .schemes import write_scheme

__all__ = ["note_export", "write_scheme"]
