from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_find_complaints"),
    ]

    operations = [
        migrations.AlterField(
            model_name="passed",
            name="kind",
            field=models.CharField(
                choices=[("SKIP", "skipped"), ("RETURN", "returned"), ("TAKEN", "taken over")], max_length=6
            ),
        ),
    ]
