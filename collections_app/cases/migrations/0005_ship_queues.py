"""The first teams and queues."""

from django.db import migrations

from collections_app.cases.shipped_queues import ship


def ship_queues(apps, schema_editor):
    ship(
        team_model=apps.get_model("people", "Team"),
        queue_model=apps.get_model("cases", "WorkQueue"),
        version_model=apps.get_model("cases", "QueueVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_hand_out_the_next_case"), ("people", "0002_teams_and_clearances")]

    operations = [migrations.RunPython(ship_queues, migrations.RunPython.noop)]
