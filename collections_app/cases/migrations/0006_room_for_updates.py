"""Every night and every contact rewrites cases; a page with room keeps the new row beside the old one (HOT)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_ship_queues")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE cases_case SET (fillfactor = 80)",
            "ALTER TABLE cases_case RESET (fillfactor)",
        )
    ]
