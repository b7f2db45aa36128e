from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("compliance", "0008_words_and_zones_are_dated")]

    operations = [
        migrations.AddField(
            model_name="contactpolicyversion",
            name="reminder_days",
            field=models.SmallIntegerField(default=3),
        ),
    ]
