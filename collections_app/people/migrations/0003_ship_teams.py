from django.db import migrations

from collections_app.people.shipped_teams import ship


def forwards(apps, schema_editor):
    ship(apps.get_model("people", "Team"))


class Migration(migrations.Migration):
    dependencies = [("people", "0002_teams_and_clearances")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
