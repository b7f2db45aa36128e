import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caller", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=100)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.SmallIntegerField(null=True)),
                ("body", models.BinaryField(null=True)),
                ("content_type", models.CharField(blank=True, max_length=60)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["kept_at"], name="idempotency_kept_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("caller", "key"), name="idempotency_one_answer_per_key")
                ],
            },
        ),
    ]
