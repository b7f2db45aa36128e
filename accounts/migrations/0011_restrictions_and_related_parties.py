import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_order_delinquent_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="cardholder",
            name="restriction",
            field=models.CharField(
                blank=True, choices=[("STAFF", "staff of the bank"), ("VIP", "VIP")], db_default="", max_length=5
            ),
        ),
        migrations.CreateModel(
            name="RelatedParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        verbose_name="role",
                    ),
                ),
                ("name", models.BinaryField()),
                ("name_masked", models.CharField(max_length=60)),
                ("relation", models.CharField(blank=True, max_length=60, verbose_name="relation")),
                ("source", models.CharField(max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("UNVERIFIED", "not verified"),
                            ("VERIFIED", "verified"),
                            ("WRONG", "does not know the cardholder"),
                        ],
                        default="UNVERIFIED",
                        max_length=12,
                    ),
                ),
                ("added_on", models.DateField()),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_parties",
                        to="accounts.cardholder",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="contactpoint",
            name="related_party",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contact_points",
                to="accounts.relatedparty",
            ),
        ),
    ]
