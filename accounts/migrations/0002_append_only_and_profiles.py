"""Facts are append-only in the database itself; the shipped policy profiles are data (domain §9)."""

from django.db import migrations

from accounts.shipped_policies import ship

APPEND_ONLY = ["accounts_ledgerentry", "accounts_statement", "accounts_policyversion"]


def ship_profiles(apps, schema_editor):
    ship(apps.get_model("accounts", "PolicyProfile"), apps.get_model("accounts", "PolicyVersion"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("events", "0002_append_only")]

    operations = [
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
                f"CREATE TRIGGER {table}_keeps_table BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER {table}_keeps_rows ON {table}; DROP TRIGGER {table}_keeps_table ON {table}",
            )
            for table in APPEND_ONLY
        ],
        migrations.RunSQL(
            "ALTER TABLE accounts_position SET (fillfactor = 80); ALTER TABLE accounts_slice SET (fillfactor = 80)",
            "ALTER TABLE accounts_position RESET (fillfactor); ALTER TABLE accounts_slice RESET (fillfactor)",
        ),
        migrations.RunPython(ship_profiles, migrations.RunPython.noop),
    ]
