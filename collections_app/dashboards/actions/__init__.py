"""Every action of the dashboards: handing figures out, setting alerts, having things mailed."""

from .alerts import check_alerts, resume_alert, set_alert, stop_alert
from .exports import note_export
from .mailing import end_mailing, set_mailing

__all__ = [
    "check_alerts",
    "end_mailing",
    "note_export",
    "resume_alert",
    "set_alert",
    "set_mailing",
    "stop_alert",
]
