"""The database itself keeps events append-only; `accounts` puts the same trigger on the ledger."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('fairdue.allow_truncate', true) = 'on' THEN
        RETURN NULL;  -- a test run empties its own database
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""

TRIGGERS = """
CREATE TRIGGER events_event_keeps_rows BEFORE UPDATE OR DELETE ON events_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_event_keeps_table BEFORE TRUNCATE ON events_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_first")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change()"),
        migrations.RunSQL(
            TRIGGERS,
            "DROP TRIGGER events_event_keeps_rows ON events_event; "
            "DROP TRIGGER events_event_keeps_table ON events_event",
        ),
    ]
