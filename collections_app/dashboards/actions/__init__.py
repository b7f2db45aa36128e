"""Every action of the dashboards: handing figures out, setting alerts, having things mailed."""

from .exports import note_export

__all__ = ["note_export"]
