"""What runs by the clock: each task, and how often Celery's Beat calls it."""

from typing import Any

from celery.schedules import crontab


def by_the_clock(*, night_hour: int, night_minute: int) -> dict[str, dict[str, Any]]:
    """Every entry by what it does; seconds where the hour does not matter. The night begins at the hour given."""
    return {
        "run the nights that are due": {
            "task": "collections_app.nightly.tasks.run_due_nights",
            "schedule": crontab(hour=night_hour, minute=night_minute),
        },
        "take in the bank files that still wait": {"task": "accounts.intake.sweep", "schedule": 60.0},
        # A pass nobody took up within seconds is left out: the next one does its work.
        "deliver webhooks": {
            "task": "collections_app.integrations.tasks.deliver_webhooks",
            "schedule": 5.0,
            "options": {"expires": 5},
        },
        "forget what was delivered long ago": {
            "task": "collections_app.integrations.tasks.forget_old_deliveries",
            "schedule": crontab(hour=4, minute=10),
        },
        "remove the daily files of long ago": {
            "task": "collections_app.integrations.tasks.remove_old_daily_files",
            "schedule": crontab(hour=4, minute=20),
        },
        "write the files of the day": {
            "task": "collections_app.integrations.tasks.write_files_of_the_day",
            "schedule": 600.0,
            "options": {"expires": 600},
        },
        # Live figures change with every call; a night judges alerts itself as soon as it is done.
        "look at the alerts": {
            "task": "collections_app.dashboards.tasks.look_at_alerts",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "compute the past days that still wait": {
            "task": "collections_app.dashboards.tasks.compute_days_left",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "forget the past days nobody asks for any more": {
            "task": "collections_app.dashboards.tasks.forget_old_days",
            "schedule": crontab(hour=4, minute=30),
        },
        "mail the summaries that are due": {
            "task": "collections_app.dashboards.tasks.mail_summaries",
            "schedule": 600.0,
        },
        "forget what was answered long ago": {
            "task": "collections_app.idempotency.tasks.forget_old_answers",
            "schedule": 3600.0,
        },
    }
