from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_desk_policy_says_why")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_in_queue"),
        migrations.RemoveIndex(model_name="case", name="case_of_team_to_follow_up"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("queue"),
                Coalesce("team", models.Value(0)),
                models.F("language"),
                models.F("sort_key"),
                models.F("id"),
                Coalesce("sleeps_until", models.Value(datetime(2000, 1, 1, tzinfo=UTC))),
                Coalesce("last_contact_at", models.Value(datetime(2000, 1, 1, tzinfo=UTC))),
                condition=models.Q(
                    ("agent", None), ("closed_on", None), ("follow_up_at", None), ("work_stopped", False)
                ),
                name="case_in_line",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("queue"),
                Coalesce("team", models.Value(0)),
                models.F("language"),
                models.F("follow_up_at"),
                models.F("id"),
                condition=models.Q(("agent", None), ("closed_on", None), ("follow_up_at__isnull", False)),
                name="case_due",
            ),
        ),
    ]
