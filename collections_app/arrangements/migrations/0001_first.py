import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0011_restrictions_and_related_parties"),
        ("cases", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PromisePolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True)),
                ("grace_days", models.SmallIntegerField(default=1)),
                ("threshold", accounts.models.fields.RateField(decimal_places=6, default=1, max_digits=9)),
                ("horizon_days_to_m1", models.SmallIntegerField(default=7)),
                ("horizon_days_from_m2", models.SmallIntegerField(default=14)),
                ("instalment_horizon_days", models.SmallIntegerField(default=90)),
                ("max_instalments", models.SmallIntegerField(default=6)),
                ("minimum_share", accounts.models.fields.RateField(decimal_places=6, default=0, max_digits=9)),
                ("minimum_amount", accounts.models.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ("follow_up_days", models.SmallIntegerField(default=3)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("recorded_by", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grace_days__gte", 0), ("threshold__gt", 0), ("threshold__lte", 1)),
                        name="promise_policy_in_range",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseToPay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(unique=True)),
                (
                    "account_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", accounts.models.fields.MoneyField(decimal_places=2, max_digits=14)),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("last_due_on", models.DateField()),
                (
                    "speaker",
                    models.CharField(
                        choices=[
                            ("CARDHOLDER", "cardholder"),
                            ("SUPPLEMENTARY_HOLDER", "supplementary cardholder"),
                            ("GUARANTOR", "guarantor"),
                            ("AUTHORISED_AGENT", "authorised agent"),
                            ("ATTORNEY", "lawyer"),
                            ("ESTATE_REP", "representative of the estate"),
                            ("PAYER", "accounts payable of the company"),
                            ("DECISION_MAKER", "decision-maker of the company"),
                            ("INFLUENCER", "business owner of the purchase"),
                            ("GATEKEEPER", "front desk of the company"),
                            ("EMERGENCY_CONTACT", "emergency contact"),
                            ("EMPLOYER", "employer"),
                            ("UNRELATED_THIRD_PARTY", "someone else"),
                        ],
                        max_length=24,
                        verbose_name="promised by",
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=6)),
                ("reason", models.CharField(blank=True, max_length=30)),
                ("contact_id", models.BigIntegerField(null=True)),
                ("taken_by", models.TextField()),
                ("bucket", models.SmallIntegerField()),
                ("grace_days", models.SmallIntegerField()),
                ("threshold", accounts.models.fields.RateField(decimal_places=6, max_digits=9)),
                ("follow_up_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("OPEN", "open"),
                            ("KEPT", "kept"),
                            ("PARTIAL", "partly kept"),
                            ("BROKEN", "broken"),
                            ("CANCELLED", "cancelled"),
                            ("SUPERSEDED", "replaced by another"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                ("settled_on", models.DateField(null=True)),
                ("credited", accounts.models.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ("ended_reason", models.CharField(blank=True, max_length=200)),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="accounts.cardholder"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="cases.case"
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="arrangements.promisetopay",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PromiseInstalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.SmallIntegerField()),
                ("due_on", models.DateField()),
                ("settle_on", models.DateField()),
                ("amount", accounts.models.fields.MoneyField(decimal_places=2, max_digits=14)),
                ("credited", accounts.models.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("OPEN", "open"),
                            ("KEPT", "kept"),
                            ("PARTIAL", "partly kept"),
                            ("BROKEN", "broken"),
                            ("CANCELLED", "cancelled"),
                            ("SUPERSEDED", "replaced by another"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="arrangements.promisetopay",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="promisetopay",
            index=models.Index(fields=["cardholder", "-id"], name="promise_of_cardholder"),
        ),
        migrations.AddConstraint(
            model_name="promisetopay",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="promise_amount_positive"),
        ),
        migrations.AddConstraint(
            model_name="promisetopay",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_due_on__gte", models.F("made_on"))), name="promise_not_in_the_past"
            ),
        ),
        migrations.AddConstraint(
            model_name="promisetopay",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "OPEN")), fields=("case",), name="promise_one_open_per_case"
            ),
        ),
        migrations.AddIndex(
            model_name="promiseinstalment",
            index=models.Index(
                condition=models.Q(("status", "OPEN")), fields=["settle_on"], name="promise_instalment_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="promiseinstalment",
            constraint=models.UniqueConstraint(fields=("promise", "seq"), name="promise_instalment_once"),
        ),
        migrations.AddConstraint(
            model_name="promiseinstalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("credited__gte", 0)), name="promise_instalment_positive"
            ),
        ),
    ]
