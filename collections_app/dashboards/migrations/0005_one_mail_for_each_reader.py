import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Who was written to of what still stands is not written to again.
NOTE_WRITTEN = """
INSERT INTO dashboards_alertmail (raised_id, user_id, tries, tried_at, sent_at, failure)
SELECT r.id, m.user_id, 1, r.mailed_at, r.mailed_at, ''
FROM dashboards_alertraised r
JOIN dashboards_alert_told t ON t.alert_id = r.alert_id
JOIN dashboards_mailing m ON m.user_id = t.user_id AND m.alerts
WHERE r.ended_at IS NULL AND r.mailed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0004_corrected_days_have_flows_and_trend"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="summarysent",
            name="next_try_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="summarysent",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="AlertMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tries", models.SmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=200)),
                (
                    "raised",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="dashboards.alertraised"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-tried_at"], name="alert_mail_newest")],
                "constraints": [models.UniqueConstraint(fields=("raised", "user"), name="alert_mail_once_to_each")],
            },
        ),
        migrations.RunSQL(NOTE_WRITTEN, migrations.RunSQL.noop),
    ]
