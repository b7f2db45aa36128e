"""Every action of the dashboards: setting alerts, having things mailed."""

from .alerts import check_alerts, resume_alert, set_alert, stop_alert
from .mailing import end_mailing, set_mailing

__all__ = [
    "check_alerts",
    "end_mailing",
    "resume_alert",
    "set_alert",
    "set_mailing",
    "stop_alert",
]
