"""When an instalment was settled, when a promise is next due, and which wait for a payment feed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("arrangements", "0001_first")]

    operations = [
        migrations.AddField(
            model_name="promiseinstalment",
            name="settled_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="promisepolicy",
            name="reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="promisetopay",
            name="next_due_on",
            field=models.DateField(default="2000-01-01"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="promisetopay",
            name="waits_for_feed",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="promiseinstalment",
            index=models.Index(
                condition=models.Q(("status__in", ["BROKEN", "PARTIAL"])),
                fields=["settled_on"],
                name="promise_instalment_missed",
            ),
        ),
        migrations.AddIndex(
            model_name="promisetopay",
            index=models.Index(fields=["next_due_on", "id"], name="promise_by_due_day"),
        ),
        migrations.AddIndex(
            model_name="promisetopay",
            index=models.Index(
                condition=models.Q(("status", "OPEN")), fields=["next_due_on", "id"], name="promise_open_by_due_day"
            ),
        ),
        migrations.AddIndex(
            model_name="promisetopay",
            index=models.Index(
                condition=models.Q(("settled_on__isnull", False)), fields=["last_due_on"], name="promise_matured_in"
            ),
        ),
        migrations.AddIndex(
            model_name="promisetopay",
            index=models.Index(
                condition=models.Q(("waits_for_feed", True)), fields=["cardholder"], name="promise_waiting_for_feed"
            ),
        ),
    ]
