import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_count_who_may_roll"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectedFlow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("known_on", models.DateField()),
                ("computed_at", models.DateTimeField()),
                ("region", models.CharField(blank=True, max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "from_bucket",
                    models.SmallIntegerField(
                        choices=[(-1, "CURRENT"), (0, "M0"), (1, "M1"), (2, "M2"), (3, "M3"), (4, "M4"), (5, "M4+")]
                    ),
                ),
                (
                    "to_bucket",
                    models.SmallIntegerField(
                        choices=[(-1, "CURRENT"), (0, "M0"), (1, "M1"), (2, "M2"), (3, "M3"), (4, "M4"), (5, "M4+")]
                    ),
                ),
                ("accounts", models.IntegerField()),
                ("balance", models.DecimalField(decimal_places=2, max_digits=18)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.product"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "until", "from_bucket", "to_bucket", "product", "region", "currency"),
                        name="corrected_flow_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectedTrend",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("known_on", models.DateField()),
                ("computed_at", models.DateTimeField()),
                ("region", models.CharField(blank=True, max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("first_day", models.DateField()),
                (
                    "bucket",
                    models.SmallIntegerField(
                        choices=[(-1, "CURRENT"), (0, "M0"), (1, "M1"), (2, "M2"), (3, "M3"), (4, "M4"), (5, "M4+")]
                    ),
                ),
                ("accounts", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                (
                    "balance",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=2, max_digits=18), size=None
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.product"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "bucket", "product", "region", "currency"), name="corrected_trend_once"
                    )
                ],
            },
        ),
    ]
