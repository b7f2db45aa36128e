"""Names are found from their beginning, whatever their case: an index in byte order, right for Chinese too."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_working_days"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="personaldata",
            index=models.Index(
                django.db.models.functions.comparison.Collate(django.db.models.functions.text.Upper("name"), "C"),
                name="personal_name_from_its_start",
            ),
        ),
    ]
