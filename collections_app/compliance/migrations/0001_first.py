import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0011_restrictions_and_related_parties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_zh", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="ForbiddenWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True)),
                ("why_en", models.CharField(max_length=200)),
                ("why_zh", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ContactPolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("window_opens", models.TimeField()),
                ("window_closes", models.TimeField()),
                ("closing_moment_allowed", models.BooleanField()),
                ("all_likely_zones", models.BooleanField()),
                ("zone", models.CharField(default="Asia/Shanghai", max_length=40)),
                ("number_attempts_per_day", models.SmallIntegerField(null=True)),
                ("person_conversations_per_day", models.SmallIntegerField(null=True)),
                ("debt_attempts_per_window", models.SmallIntegerField(null=True)),
                ("debt_window_days", models.SmallIntegerField(default=7)),
                ("quiet_days_after_conversation", models.SmallIntegerField(default=0)),
                (
                    "third_parties",
                    models.CharField(
                        choices=[
                            ("NEVER", "never"),
                            ("WHEN_LOST", "only to locate, once contact is lost"),
                            ("LOCATE", "only to locate"),
                        ],
                        max_length=9,
                    ),
                ),
                ("third_party_once", models.BooleanField(default=False)),
                ("lost_after_failures", models.SmallIntegerField(default=3)),
                ("lost_on_distinct_days", models.SmallIntegerField(default=3)),
                ("consent_days", models.SmallIntegerField(default=7)),
                ("first_call_bucket", models.SmallIntegerField(default=1)),
                ("coded_call_bucket", models.SmallIntegerField(default=4)),
                ("permit_minutes", models.SmallIntegerField(default=10)),
                (
                    "house_rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("recorded_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("recorded_by", models.CharField(max_length=80)),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="compliance.contactprofile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactProfileUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_profiles",
                        to="accounts.product",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="compliance.contactprofile"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField()),
                ("contact_point_id", models.BigIntegerField()),
                ("number_hash", models.CharField(max_length=64)),
                ("masked", models.CharField(max_length=60)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PHONE", "phone"),
                            ("SMS", "text message"),
                            ("EMAIL", "e-mail"),
                            ("LETTER", "letter"),
                            ("VISIT", "visit"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("COLLECT", "speak about the debt"),
                            ("LOCATE", "ask how to reach the debtor"),
                            ("APPOINTMENT", "agreed appointment"),
                            ("PROMISE_REMINDER", "reminder of a promise"),
                        ],
                        max_length=16,
                    ),
                ),
                ("rule", models.CharField(max_length=30)),
                ("facts", models.JSONField(default=dict)),
                ("next_allowed_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.cardholder"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compliance.contactpolicyversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=30)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("granted_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.cardholder"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("case_id", models.BigIntegerField()),
                ("contact_point_id", models.BigIntegerField()),
                ("number_hash", models.CharField(max_length=64)),
                ("masked", models.CharField(max_length=60)),
                (
                    "role",
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
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PHONE", "phone"),
                            ("SMS", "text message"),
                            ("EMAIL", "e-mail"),
                            ("LETTER", "letter"),
                            ("VISIT", "visit"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("COLLECT", "speak about the debt"),
                            ("LOCATE", "ask how to reach the debtor"),
                            ("APPOINTMENT", "agreed appointment"),
                            ("PROMISE_REMINDER", "reminder of a promise"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "account_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("issued_to", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("LIVE", "open"), ("SPENT", "used"), ("UNUSED", "handed back unused")],
                        default="LIVE",
                        max_length=6,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="accounts.cardholder"
                    ),
                ),
                (
                    "override",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permit",
                        to="compliance.override",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compliance.contactpolicyversion",
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
            name="Phrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("IDENTITY", "who is calling"), ("SCRIPT", "script")], max_length=8),
                ),
                ("language", models.CharField(max_length=10)),
                ("bucket", models.SmallIntegerField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=30)),
                ("text", models.TextField()),
                ("approved_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
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
            name="RegionZone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region", models.CharField(max_length=40)),
                ("zone", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("region", "zone"), name="region_zone_once")],
            },
        ),
        migrations.CreateModel(
            name="StopSignal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CEASE", "asked us to stop all contact"),
                            ("ATTORNEY", "represented by a lawyer"),
                            ("OPT_OUT", "asked us not to use a channel"),
                            ("OBJECTION", "a third party objects"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PHONE", "phone"),
                            ("SMS", "text message"),
                            ("EMAIL", "e-mail"),
                            ("LETTER", "letter"),
                            ("VISIT", "visit"),
                        ],
                        max_length=6,
                    ),
                ),
                ("number_hash", models.CharField(blank=True, max_length=64)),
                ("effective_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.TextField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.TextField(blank=True)),
                ("lift_reason", models.CharField(blank=True, max_length=300)),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stop_signals",
                        to="accounts.cardholder",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number_hash", models.CharField(max_length=64)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PHONE", "phone"),
                            ("SMS", "text message"),
                            ("EMAIL", "e-mail"),
                            ("LETTER", "letter"),
                            ("VISIT", "visit"),
                        ],
                        max_length=6,
                    ),
                ),
                ("inbound", models.BooleanField(default=False)),
                ("third_party", models.BooleanField(default=False)),
                (
                    "account_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("made", models.BooleanField(default=True)),
                ("by_consent", models.BooleanField(default=False)),
                ("rang", models.BooleanField(null=True)),
                ("connected", models.BooleanField(null=True)),
                ("conversation", models.BooleanField(null=True)),
                (
                    "cardholder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.cardholder",
                    ),
                ),
                (
                    "permit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touch",
                        to="compliance.permit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_id", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("NO_PERMIT", "no permit was asked for"),
                            ("EXPIRED", "the permit was over"),
                            ("OTHER", "the permit was for another contact"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("finding", models.CharField(blank=True, max_length=300)),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.cardholder"
                    ),
                ),
                (
                    "reviewed_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="breach_newest"),
                    models.Index(condition=models.Q(("reviewed_at", None)), fields=["at"], name="breach_open"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("CALL", "agreed to be called"), ("HOURS", "agreed to other hours")], max_length=5
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PHONE", "phone"),
                            ("SMS", "text message"),
                            ("EMAIL", "e-mail"),
                            ("LETTER", "letter"),
                            ("VISIT", "visit"),
                        ],
                        max_length=6,
                    ),
                ),
                ("number_hash", models.CharField(blank=True, max_length=64)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("hours_from", models.TimeField(null=True)),
                ("hours_to", models.TimeField(null=True)),
                ("given_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("recorded_by", models.TextField()),
                ("spent_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="accounts.cardholder"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cardholder", "valid_until"], name="consent_by_cardholder")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))), name="consent_lasts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hours_from", None), ("hours_to", None), ("kind", "CALL")),
                            models.Q(
                                ("hours_from__isnull", False),
                                ("hours_to__gt", models.F("hours_from")),
                                ("kind", "HOURS"),
                            ),
                            _connector="OR",
                        ),
                        name="consent_to_hours_names_them",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="contactpolicyversion",
            constraint=models.UniqueConstraint(
                fields=("profile", "valid_from"), name="contact_policy_one_version_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpolicyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("window_opens__lt", models.F("window_closes"))),
                name="contact_window_opens_before_it_closes",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpolicyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("permit_minutes__gte", 1), ("permit_minutes__lte", 120)),
                name="permit_minutes_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactprofileuse",
            constraint=models.UniqueConstraint(
                fields=("product", "valid_from"), name="contact_profile_one_use_per_day", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="contactrefusal",
            index=models.Index(fields=["-asked_at", "-id"], name="contact_refusal_newest"),
        ),
        migrations.AddIndex(
            model_name="permit",
            index=models.Index(condition=models.Q(("state", "LIVE")), fields=["user"], name="permit_live_by_user"),
        ),
        migrations.AddConstraint(
            model_name="permit",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("issued_at"))), name="permit_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="permit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "LIVE")),
                    models.Q(models.Q(("state", "LIVE"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="permit_ends_with_a_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="stopsignal",
            index=models.Index(
                condition=models.Q(("lifted_at", None)), fields=["cardholder"], name="stop_signal_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="stopsignal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "OPT_OUT"), models.Q(("channel", ""), _negated=True)),
                    models.Q(models.Q(("kind", "OPT_OUT"), _negated=True), ("channel", "")),
                    _connector="OR",
                ),
                name="opt_out_names_a_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="stopsignal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "OBJECTION"), _negated=True),
                    models.Q(("number_hash", ""), _negated=True),
                    _connector="OR",
                ),
                name="objection_names_a_number",
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("made", True)), fields=["number_hash", "day"], name="touch_by_number"
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                condition=models.Q(("made", True)), fields=["cardholder", "day"], name="touch_by_cardholder"
            ),
        ),
    ]
