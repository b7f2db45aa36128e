"""Every action of the dashboards: setting alerts, having things mailed, having a past day computed anew."""

from .alerts import check_alerts, resume_alert, set_alert, stop_alert
from .corrected import ask_corrected, compute_corrected
from .mailing import end_mailing, set_mailing

__all__ = [
    "ask_corrected",
    "check_alerts",
    "compute_corrected",
    "end_mailing",
    "resume_alert",
    "set_alert",
    "set_mailing",
    "stop_alert",
]
