import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0011_restrictions_and_related_parties"),
        ("people", "0002_teams_and_clearances"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                (
                    "close_reason",
                    models.CharField(blank=True, choices=[("CURED", "nothing is past due")], max_length=8),
                ),
                ("reopened", models.SmallIntegerField(default=0)),
                ("reopened_on", models.DateField(null=True)),
                ("kind", models.CharField(choices=[("PERSON", "person"), ("COMPANY", "company")], max_length=8)),
                ("region", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(blank=True, max_length=20)),
                ("restriction", models.CharField(blank=True, db_default="", max_length=5)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "bucket",
                    models.SmallIntegerField(
                        choices=[(-1, "CURRENT"), (0, "M0"), (1, "M1"), (2, "M2"), (3, "M3"), (4, "M4"), (5, "M4+")]
                    ),
                ),
                ("bucket_since", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("past_due", accounts.models.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ("balance", accounts.models.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ("past_due_since", models.DateField(null=True)),
                ("accounts", models.SmallIntegerField(default=1)),
                ("last_contact_at", models.DateTimeField(null=True)),
                ("last_right_party_at", models.DateTimeField(null=True)),
                ("failures_in_a_row", models.SmallIntegerField(default=0)),
                ("lost_since", models.DateField(null=True)),
                (
                    "willingness",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("WILLING", "willing to pay"),
                            ("UNDECIDED", "undecided"),
                            ("REFUSES", "refuses"),
                        ],
                        db_default="",
                        max_length=9,
                    ),
                ),
                ("promise_due_on", models.DateField(null=True)),
                ("broken_promises", models.SmallIntegerField(default=0)),
                ("last_broken_on", models.DateField(null=True)),
                (
                    "hold_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), db_default=[], default=list, size=None
                    ),
                ),
                ("work_stopped", models.BooleanField(default=False)),
                (
                    "sort_key",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=2, max_digits=20), null=True, size=None
                    ),
                ),
                ("follow_up_at", models.DateTimeField(null=True)),
                ("sleeps_until", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.cardaccount",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="accounts.cardholder"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.product",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeskPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True)),
                ("reopen_within_days", models.SmallIntegerField(default=60)),
                ("lease_seconds", models.IntegerField(default=300)),
                ("undo_minutes", models.SmallIntegerField(default=15)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("recorded_by", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lease_seconds__gte", 30), ("reopen_within_days__gte", 0), ("undo_minutes__gte", 0)
                        ),
                        name="desk_policy_in_range",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reassignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filters", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("cases", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.TextField()),
                ("undo_until", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.TextField(blank=True)),
                ("restored", models.IntegerField(null=True)),
                (
                    "to_agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reassigned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "from_agent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "reassignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="cases.reassignment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkQueue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("rank", models.SmallIntegerField(verbose_name="rank")),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)), fields=("rank",), name="queue_one_per_rank"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="queue",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.workqueue",
            ),
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4)),
                ("claimed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("DISPUTE", "dispute"),
                            ("HARDSHIP", "hardship"),
                            ("COMPLAINT", "complaint"),
                            ("DECEASED", "deceased"),
                            ("BANKRUPTCY", "bankruptcy"),
                            ("FRAUD_CLAIM", "fraud claim"),
                            ("PLAN", "instalment plan"),
                            ("LEGAL", "legal"),
                            ("PROMISE", "promise running"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("placed_on", models.DateField()),
                ("placed_at", models.DateTimeField()),
                ("placed_by", models.TextField()),
                ("until", models.DateField(null=True, verbose_name="last day")),
                ("released_at", models.DateTimeField(null=True)),
                ("released_by", models.TextField(blank=True)),
                ("release_reason", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("released_at", None)), fields=["until"], name="case_hold_runs_out")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None)),
                        fields=("case", "kind"),
                        name="case_hold_one_open_per_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("placed_on")), _connector="OR"),
                        name="case_hold_lasts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QueueVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                ("name_en", models.CharField(max_length=60, verbose_name="name in English")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("conditions", models.JSONField(default=list)),
                ("order", models.JSONField(default=list)),
                ("capacity", models.SmallIntegerField(default=120, verbose_name="cases per agent and day")),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.TextField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("teams", models.ManyToManyField(related_name="+", to="people.team")),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="cases.workqueue"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("queue", "number"), name="queue_version_once"),
                    models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="queue_capacity_positive"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None), ("follow_up_at", None), ("work_stopped", False)),
                fields=["queue", "sort_key", "id"],
                name="case_in_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None), ("follow_up_at__isnull", False), ("work_stopped", False)),
                fields=["queue", "follow_up_at", "id"],
                name="case_to_follow_up",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None)), fields=["agent", "follow_up_at"], name="case_of_agent"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["cardholder", "-id"], name="case_of_cardholder"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_on", None)), fields=["bucket", "id"], name="case_by_bucket"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)), fields=("cardholder",), name="case_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("close_reason", ""), ("closed_on", None)),
                    models.Q(("closed_on__isnull", False), models.Q(("close_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="case_closes_for_a_reason",
            ),
        ),
    ]
