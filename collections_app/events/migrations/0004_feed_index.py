"""The index of the change feed, built while events go on being written."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # CREATE INDEX CONCURRENTLY runs in no transaction
    dependencies = [("events", "0003_feed_order")]

    operations = [
        AddIndexConcurrently(model_name="event", index=models.Index(fields=["txid", "id"], name="events_event_feed")),
    ]
