from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("compliance", "0004_shipped_phrases")]

    operations = [
        migrations.AddIndex(
            model_name="permit",
            index=models.Index(fields=["-issued_at", "-id"], name="permit_newest"),
        ),
    ]
