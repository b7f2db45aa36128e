"""The first promise policy; from here on a policy row is never changed."""

from django.db import migrations

from collections_app.arrangements.shipped_policy import ship

TABLE = "arrangements_promisepolicy"


def ship_policy(apps, schema_editor):
    ship(apps.get_model("arrangements", "PromisePolicy"))


class Migration(migrations.Migration):
    dependencies = [("arrangements", "0002_instalments_know_their_night"), ("events", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER {TABLE}_keeps_rows BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
            f"CREATE TRIGGER {TABLE}_keeps_table BEFORE TRUNCATE ON {TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {TABLE}_keeps_rows ON {TABLE}; DROP TRIGGER {TABLE}_keeps_table ON {TABLE}",
        ),
        migrations.RunPython(ship_policy, migrations.RunPython.noop),
    ]
