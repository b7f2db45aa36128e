from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_count_open_cases"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="appointment_at",
            field=models.DateTimeField(null=True),
        ),
    ]
