from django.db import migrations

TABLE = "compliance_contactpolicyversion"


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_first"), ("events", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER {TABLE}_keeps_rows BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
            f"CREATE TRIGGER {TABLE}_keeps_table BEFORE TRUNCATE ON {TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {TABLE}_keeps_rows ON {TABLE}; DROP TRIGGER {TABLE}_keeps_table ON {TABLE}",
        )
    ]
