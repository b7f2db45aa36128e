import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0011_restrictions_and_related_parties"),
        ("cases", "0001_first"),
        ("compliance", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(unique=True)),
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
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("COLLECT", "speak about the debt"),
                            ("LOCATE", "ask how to reach the debtor"),
                            ("APPOINTMENT", "agreed appointment"),
                            ("PROMISE_REMINDER", "reminder of a promise"),
                        ],
                        default="COLLECT",
                        max_length=16,
                    ),
                ),
                ("contact_point_id", models.BigIntegerField(null=True)),
                ("number_hash", models.CharField(blank=True, max_length=64)),
                ("masked", models.CharField(blank=True, max_length=60)),
                (
                    "role",
                    models.CharField(
                        blank=True,
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
                        verbose_name="spoken to",
                    ),
                ),
                ("right_party", models.BooleanField(default=False)),
                (
                    "verified_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not verified"),
                            ("ID_DIGITS", "digits of the identity number"),
                            ("BIRTH_DATE", "date of birth"),
                            ("CARD_DIGITS", "last digits of the card"),
                            ("ADDRESS", "address on file"),
                            ("SYSTEM", "checked by the phone system"),
                        ],
                        max_length=12,
                    ),
                ),
                ("message_left", models.BooleanField(null=True)),
                (
                    "account_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("follow_up_at", models.DateTimeField(null=True)),
                ("breach", models.BooleanField(default=False)),
                ("call_id", models.CharField(blank=True, max_length=80)),
                ("recording", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("logged_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("logged_by", models.TextField()),
                ("team_id", models.BigIntegerField(null=True)),
                ("bucket", models.SmallIntegerField()),
                (
                    "cardholder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="accounts.cardholder",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="cases.case"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="contacts.contact",
                    ),
                ),
                (
                    "permit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact",
                        to="compliance.permit",
                    ),
                ),
                (
                    "related_party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="accounts.relatedparty",
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
            name="Outcome",
            fields=[
                ("code", models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="code")),
                ("name_en", models.CharField(max_length=60, verbose_name="name in English")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                (
                    "outcome_class",
                    models.CharField(
                        choices=[
                            ("FAIL", "not reached"),
                            ("REACH", "someone reached"),
                            ("SUCCESS", "right party reached"),
                            ("STOP", "stop or hold"),
                        ],
                        max_length=7,
                        verbose_name="class",
                    ),
                ),
                ("right_party", models.BooleanField(default=False, verbose_name="the customer personally")),
                ("rang", models.BooleanField(default=True, verbose_name="the number was reached")),
                ("connected", models.BooleanField(default=True, verbose_name="someone spoke")),
                ("conversation", models.BooleanField(default=False, verbose_name="spoke about the debt")),
                ("effect", models.CharField(blank=True, max_length=24, verbose_name="effect")),
                (
                    "asks",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nothing more"),
                            ("PROMISE", "a promise"),
                            ("CALLBACK", "a date to call back"),
                            ("THIRD_PARTY", "what a third party said"),
                            ("REASON", "a reason for not paying"),
                        ],
                        max_length=11,
                        verbose_name="asks for",
                    ),
                ),
                ("position", models.SmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="ContactNote",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="note",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="contact",
            name="outcome",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contacts.outcome"
            ),
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("code", models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="code")),
                ("name_en", models.CharField(max_length=60, verbose_name="name in English")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("for_persons", models.BooleanField(default=True, verbose_name="for persons")),
                ("for_companies", models.BooleanField(default=False, verbose_name="for companies")),
                ("position", models.SmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("for_persons", True), ("for_companies", True), _connector="OR"),
                        name="reason_is_for_someone",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="reason",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contacts.reason"
            ),
        ),
        migrations.CreateModel(
            name="DebtorFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("WILLINGNESS", "willingness"), ("ABILITY", "ability"), ("OBSERVED", "observed")],
                        max_length=11,
                    ),
                ),
                ("value", models.CharField(max_length=16)),
                ("on", models.DateField()),
                (
                    "cardholder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="accounts.cardholder",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="contacts.contact"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cardholder", "kind", "-id"], name="debtor_fact_newest")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("WHO_PAYS", "Who makes the payment?"),
                            ("FUNDS", "Is there money in the account?"),
                            ("WAGES_PAID", "Are wages being paid?"),
                            ("LEADER_KNOWS", "Does the management know?"),
                            ("APPROVER", "Who gives the final approval?"),
                            ("MISSING", "What is missing?"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answer", models.CharField(max_length=200)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="contacts.contact"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "question"), name="finding_once_per_question")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["cardholder", "-at", "-id"], name="contact_of_cardholder"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["user", "-at"], name="contact_of_user"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("inbound", True),
                    ("corrects__isnull", False),
                    ("permit__isnull", False),
                    ("breach", True),
                    _connector="OR",
                ),
                name="outbound_has_a_permit_or_is_a_breach",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("right_party", False), models.Q(("verified_by", ""), _negated=True), _connector="OR"
                ),
                name="right_party_was_verified",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("call_id", ""), _negated=True), ("corrects", None)),
                fields=("call_id",),
                name="contact_call_id_once",
            ),
        ),
    ]
