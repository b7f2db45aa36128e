"""Why a profile is followed stands in its row, and in no event any more (see `accounts` 0019)."""

from django.db import migrations, models

MOVE = """
UPDATE compliance_contactprofileuse u SET reason = e.data ->> 'reason'
FROM events_event e
WHERE e.kind = 'contact_profile.followed' AND e.data ? 'reason' AND u.id = (e.data ->> 'use')::bigint;
ALTER TABLE events_event DISABLE TRIGGER events_event_keeps_rows;
UPDATE events_event SET data = data - 'reason' WHERE kind = 'contact_profile.followed' AND data ? 'reason';
ALTER TABLE events_event ENABLE TRIGGER events_event_keeps_rows;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0006_law_stays_law"),
        ("events", "0005_api_key_used"),
    ]

    operations = [
        migrations.AddField(
            model_name="contactprofileuse",
            name="reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
