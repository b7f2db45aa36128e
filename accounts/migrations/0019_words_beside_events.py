"""Why a file was restricted, a hold released or a person erased stands in rows that can be erased, and in no event.

What events recorded before goes there too: the only time that events are changed, because they outlive erasure.
"""

import django.db.models.deletion
from django.db import migrations, models

RESTRICTIONS = [("STAFF", "staff of the bank"), ("VIP", "VIP")]

MOVE = """
INSERT INTO accounts_restrictionchange (cardholder_id, restriction, before, reason, recorded_on, recorded_by)
SELECT e.cardholder_id, e.data ->> 'restriction', e.data ->> 'before', e.data ->> 'reason',
       coalesce(e.business_date, e.recorded_at::date), e.actor
FROM events_event e
WHERE e.kind IN ('cardholder.restricted', 'cardholder.opened') AND e.data ? 'reason'
ORDER BY e.id;
UPDATE accounts_accounthold h SET release_reason = e.data ->> 'reason'
FROM events_event e
WHERE e.kind = 'hold.released' AND e.account_id IS NOT NULL AND e.data ? 'reason'
  AND h.id = (e.data ->> 'hold')::bigint;
UPDATE accounts_cardholder c SET erasure_reason = e.data ->> 'reason'
FROM events_event e
WHERE e.kind = 'personal_data.erased' AND e.data ? 'reason' AND e.cardholder_id = c.id;
ALTER TABLE events_event DISABLE TRIGGER events_event_keeps_rows;
UPDATE events_event SET data = data - 'reason'
WHERE kind IN ('cardholder.restricted', 'cardholder.opened', 'hold.released', 'personal_data.erased',
               'calendar.changed', 'feed.waived')
  AND data ? 'reason';
ALTER TABLE events_event ENABLE TRIGGER events_event_keeps_rows;
"""

# An update of the reason alone passes; every fact stays as it was recorded.
REASON_MAY_GO = """
DROP TRIGGER accounts_calendarchange_keeps_rows ON accounts_calendarchange;
CREATE TRIGGER accounts_calendarchange_keeps_rows
    BEFORE DELETE OR UPDATE OF id, card_account_id, from_seq, statement_day, due_rule, due_day, due_offset_days,
                               recorded_on, recorded_by
    ON accounts_calendarchange FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

GO_FROM_THE_ERASED = """
UPDATE accounts_restrictionchange r SET reason = '…'
FROM accounts_cardholder c WHERE c.id = r.cardholder_id AND c.erased_on IS NOT NULL;
UPDATE accounts_accounthold h
SET reason = '…', release_reason = CASE WHEN h.release_reason = '' THEN '' ELSE '…' END
FROM accounts_cardaccount a JOIN accounts_cardholder c ON c.id = a.cardholder_id
WHERE a.id = h.card_account_id AND c.erased_on IS NOT NULL;
UPDATE accounts_calendarchange r SET reason = '…'
FROM accounts_cardaccount a JOIN accounts_cardholder c ON c.id = a.cardholder_id
WHERE a.id = r.card_account_id AND c.erased_on IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_api_key_of_a_delivery"),
        ("events", "0005_api_key_used"),
    ]

    operations = [
        migrations.AddField(
            model_name="accounthold",
            name="release_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="cardholder",
            name="erasure_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.CreateModel(
            name="RestrictionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("restriction", models.CharField(blank=True, choices=RESTRICTIONS, max_length=5)),
                ("before", models.CharField(blank=True, choices=RESTRICTIONS, max_length=5)),
                ("reason", models.CharField(max_length=300)),
                ("recorded_on", models.DateField()),
                ("recorded_by", models.CharField(max_length=80)),
                (
                    "cardholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restriction_changes",
                        to="accounts.cardholder",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(REASON_MAY_GO, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RunSQL(GO_FROM_THE_ERASED, migrations.RunSQL.noop),
    ]
