from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arrangements", "0004_promises_by_day"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="promisetopay",
            name="promise_one_open_per_case",
        ),
        migrations.AddConstraint(
            model_name="promisetopay",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "OPEN")),
                fields=("case", "currency"),
                name="promise_one_open_per_currency",
            ),
        ),
    ]
