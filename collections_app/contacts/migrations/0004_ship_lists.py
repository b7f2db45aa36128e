"""The outcomes and reasons of `domain.md` 4.1 and 4.2 are data."""

from django.db import migrations

from collections_app.contacts.shipped_lists import ship


def ship_lists(apps, schema_editor):
    ship(apps.get_model("contacts", "Outcome"), apps.get_model("contacts", "Reason"))


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_outcomes_by_channel")]

    operations = [migrations.RunPython(ship_lists, migrations.RunPython.noop)]
