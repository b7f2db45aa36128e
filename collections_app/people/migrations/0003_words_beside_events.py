"""What was noted beside a change of team stands in a row of its own, and events name the row (see `accounts` 0019)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MOVE = """
ALTER TABLE events_event DISABLE TRIGGER events_event_keeps_rows;
WITH said AS MATERIALIZED (
    SELECT id, (data ->> 'user_id')::bigint AS user_id, data ->> 'note' AS text,
           nextval(pg_get_serial_sequence('people_changenote', 'id')) AS note_id
    FROM events_event
    WHERE kind = 'person.assigned' AND data ->> 'note' <> ''
), kept AS (
    INSERT INTO people_changenote (id, user_id, text) SELECT note_id, user_id, text FROM said
)
UPDATE events_event e SET data = e.data || jsonb_build_object('note', said.note_id) FROM said WHERE e.id = said.id;
UPDATE events_event SET data = data - 'note'
WHERE kind IN ('person.assigned', 'group.moved') AND jsonb_typeof(data -> 'note') = 'string';
ALTER TABLE events_event ENABLE TRIGGER events_event_keeps_rows;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_teams_and_clearances"),
        ("events", "0005_api_key_used"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
