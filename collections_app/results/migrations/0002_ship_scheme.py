"""The first scorecard; from here on a scheme is never changed."""

from django.db import migrations

from collections_app.results.shipped_scheme import ship

TABLE = "results_scorecardscheme"


def ship_scheme(apps, schema_editor):
    ship(apps.get_model("results", "ScorecardScheme"))


class Migration(migrations.Migration):
    dependencies = [("results", "0001_first"), ("events", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER {TABLE}_keeps_rows BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
            f"CREATE TRIGGER {TABLE}_keeps_table BEFORE TRUNCATE ON {TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {TABLE}_keeps_rows ON {TABLE}; DROP TRIGGER {TABLE}_keeps_table ON {TABLE}",
        ),
        migrations.RunPython(ship_scheme, migrations.RunPython.noop),
    ]
