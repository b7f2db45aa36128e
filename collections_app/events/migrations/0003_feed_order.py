"""Events know the transaction that wrote them: the change feed goes by it (see the model).

The column comes with a constant first, so that no row of a large table is rewritten; the default that draws the number
holds for new rows alone.
"""

from django.db import migrations, models
from django.db.models.functions import Cast, Now

COLUMN = """
ALTER TABLE events_event ADD COLUMN txid bigint NOT NULL DEFAULT 0;
ALTER TABLE events_event ALTER COLUMN txid SET DEFAULT pg_current_xact_id()::text::bigint;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="FeedLine",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("starts_at", models.BigIntegerField()),
                ("begun_at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.AddConstraint(
            model_name="feedline",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="events_feedline_is_one"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(COLUMN, "ALTER TABLE events_event DROP COLUMN txid")],
            state_operations=[
                migrations.AddField(
                    model_name="event",
                    name="txid",
                    field=models.BigIntegerField(
                        db_default=Cast(
                            Cast(
                                models.Func(function="pg_current_xact_id", output_field=models.TextField()),
                                models.TextField(),
                            ),
                            models.BigIntegerField(),
                        ),
                        editable=False,
                    ),
                )
            ],
        ),
    ]
