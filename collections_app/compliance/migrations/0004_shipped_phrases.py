from django.db import migrations

from collections_app.compliance.shipped_phrases import ship


def ship_them(apps, _schema_editor):
    ship(apps.get_model("compliance", "Phrase"), apps.get_model("compliance", "ForbiddenWord"))


class Migration(migrations.Migration):
    dependencies = [("compliance", "0003_shipped_policies")]

    operations = [migrations.RunPython(ship_them, migrations.RunPython.noop)]
