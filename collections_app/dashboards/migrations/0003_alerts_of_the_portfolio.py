import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("dashboards", "0002_corrected_days_are_asked_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="bucket",
            field=models.SmallIntegerField(
                choices=[(-1, "CURRENT"), (0, "M0"), (1, "M1"), (2, "M2"), (3, "M3"), (4, "M4"), (5, "M4+")], null=True
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="currency",
            field=models.CharField(blank=True, default="", max_length=3),
        ),
        migrations.AddField(
            model_name="alert",
            name="product",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.product"
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="region",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="alert",
            name="by",
            field=models.CharField(
                blank=True,
                choices=[("balance", "by balance"), ("accounts", "by accounts")],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="span",
            field=models.CharField(
                blank=True,
                choices=[("month", "Last complete month"), ("so-far", "This month so far")],
                default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="judged_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="alert",
            name="threshold",
            field=models.DecimalField(decimal_places=4, max_digits=20),
        ),
        migrations.AddField(
            model_name="alertraised",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="alertraised",
            name="value",
            field=models.DecimalField(decimal_places=4, max_digits=20),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("bucket", None), ("by", ""), ("currency", ""), ("product", None), ("region", ""), ("span", "")
                    ),
                    models.Q(models.Q(("currency", ""), _negated=True), ("queue", None), ("team", None)),
                    _connector="OR",
                ),
                name="alert_of_operation_or_portfolio",
            ),
        ),
    ]
