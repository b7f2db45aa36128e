"""The working-day calendar starts with every year the installed package knows; `manage.py holidays` renews it."""

from django.db import migrations

from accounts.holidays import seed


def seed_holidays(apps, schema_editor):
    seed(apps.get_model("accounts", "Holiday"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_figures_by_region")]

    operations = [migrations.RunPython(seed_holidays, migrations.RunPython.noop)]
