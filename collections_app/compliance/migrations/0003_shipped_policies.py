"""The shipped contact profiles, and the time zones of regions, are data (`domain.md` 3.2); objections are found by number."""

from django.db import migrations, models

from collections_app.compliance import shipped_policies, shipped_zones


def ship(apps, schema_editor):
    models = (
        apps.get_model("compliance", name) for name in ("ContactProfile", "ContactPolicyVersion", "ContactProfileUse")
    )
    shipped_policies.ship(*models)
    shipped_zones.ship(apps.get_model("compliance", "RegionZone"))


class Migration(migrations.Migration):
    dependencies = [("compliance", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="stopsignal",
            index=models.Index(
                fields=["number_hash"], name="stop_signal_objection", condition=models.Q(kind="OBJECTION")
            ),
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
