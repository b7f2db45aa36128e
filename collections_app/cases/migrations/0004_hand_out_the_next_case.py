import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_found_addresses"),
        ("cases", "0003_ship_policy"),
        ("people", "0002_teams_and_clearances"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Passed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("SKIP", "skipped"), ("RETURN", "returned")], max_length=6)),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="deskpolicy",
            name="desk_policy_in_range",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_in_queue",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_to_follow_up",
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="rest_minutes",
            field=models.SmallIntegerField(default=120),
        ),
        migrations.AddField(
            model_name="deskpolicy",
            name="skip_minutes",
            field=models.SmallIntegerField(default=60),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("queue"),
                models.F("sort_key"),
                models.F("id"),
                django.db.models.functions.comparison.Coalesce(
                    "sleeps_until", models.Value(datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC))
                ),
                condition=models.Q(("closed_on", None), ("follow_up_at", None), ("work_stopped", False)),
                name="case_in_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None), ("follow_up_at__isnull", False)),
                fields=["queue", "follow_up_at", "id"],
                name="case_to_follow_up",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None), ("team__isnull", False)),
                fields=["team", "queue", "sort_key", "id"],
                name="case_of_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="deskpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lease_seconds__gte", 1),
                    ("reopen_within_days__gte", 0),
                    ("rest_minutes__gte", 0),
                    ("skip_minutes__gte", 0),
                    ("undo_minutes__gte", 0),
                ),
                name="desk_policy_in_range",
            ),
        ),
        migrations.AddField(
            model_name="passed",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="passed", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="passed",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="passed",
            index=models.Index(fields=["case", "user", "-until"], name="passed_by_case"),
        ),
    ]
