"""Webhooks, their deliveries, and how far the feed was read for them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0004_feed_index"),
        ("integrations", "0001_api_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("txid", models.BigIntegerField()),
                ("event_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=50)),
                ("url", models.CharField(max_length=500)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
                ("secret", models.BinaryField()),
                ("old_secret", models.BinaryField(null=True)),
                ("old_secret_until", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("ACTIVE", "active"), ("PAUSED", "paused"), ("ENDED", "ended")],
                        default="ACTIVE",
                        max_length=6,
                    ),
                ),
                (
                    "pause_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "somebody asked for it"),
                            ("failures", "too many failures in a row"),
                            ("owner", "its owner may not see events any more"),
                        ],
                        max_length=8,
                    ),
                ),
                ("failures_in_a_row", models.IntegerField(default=0)),
                ("starts_txid", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("PENDING", "waiting"), ("DONE", "delivered"), ("DEAD", "given up")],
                        default="PENDING",
                        max_length=7,
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("last_attempt_at", models.DateTimeField(null=True)),
                ("last_status_code", models.SmallIntegerField(null=True)),
                ("last_error", models.CharField(blank=True, db_default="", default="", max_length=20)),
                ("last_answer", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("response_ms", models.IntegerField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.event",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="integrations.webhook",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pause_reason__gt", ""), ("state", "PAUSED")),
                    models.Q(models.Q(("state", "PAUSED"), _negated=True), ("pause_reason", "")),
                    _connector="OR",
                ),
                name="integrations_webhook_says_why_paused",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("old_secret__isnull", True), ("old_secret_until__isnull", True)),
                    models.Q(("old_secret__isnull", False), ("old_secret_until__isnull", False)),
                    _connector="OR",
                ),
                name="integrations_webhook_old_secret_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "PENDING")),
                fields=["webhook", "next_attempt_at", "id"],
                name="integrations_delivery_due",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["webhook", "-id"], name="integrations_delivery_log"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "DEAD")), fields=["-id"], name="integrations_delivery_dead"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(fields=("webhook", "event"), name="integrations_delivery_once"),
        ),
    ]
