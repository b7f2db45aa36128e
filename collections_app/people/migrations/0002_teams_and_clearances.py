import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name_en", models.CharField(max_length=60, verbose_name="name in English")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("FRONT", "front end"),
                            ("MID", "mid end"),
                            ("BACK", "back end"),
                            ("FIELD", "field"),
                            ("LEGAL", "legal"),
                            ("AGENCY", "outside agency"),
                        ],
                        max_length=6,
                        verbose_name="tier",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="spoken_languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="ClearanceGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restriction", models.CharField(max_length=5, verbose_name="restriction")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(null=True, verbose_name="ends before")),
                ("granted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="people_clearancegrant_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("user", "restriction"),
                        name="people_clearancegrant_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(null=True, verbose_name="ends before")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("HOME", "home team"),
                            ("TRANSFER", "transfer"),
                            ("SUPPORT_TRANSFER", "support transfer"),
                            ("RETURN", "back from support"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("assigned_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="people.team"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="people_teamassignment_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("user",),
                        name="people_teamassignment_one_open",
                    ),
                    models.UniqueConstraint(fields=("user", "valid_from"), name="people_teamassignment_one_a_day"),
                ],
            },
        ),
    ]
