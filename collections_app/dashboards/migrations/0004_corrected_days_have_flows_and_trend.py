from django.db import migrations


def ask_anew(apps, _schema_editor):
    """What was computed before has figures only: whoever looks at such a day has it computed once more."""
    for label, model in (("dashboards", "CorrectedDay"), ("accounts", "CorrectedFigure")):
        apps.get_model(label, model).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_corrected_flows_and_trend"),
        ("dashboards", "0003_alerts_of_the_portfolio"),
    ]

    operations = [migrations.RunPython(ask_anew, migrations.RunPython.noop)]
