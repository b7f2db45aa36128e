"""The first house numbers of case work."""

from django.db import migrations

from collections_app.cases.shipped_policy import ship


def ship_policy(apps, schema_editor):
    ship(apps.get_model("cases", "DeskPolicy"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only")]

    operations = [migrations.RunPython(ship_policy, migrations.RunPython.noop)]
