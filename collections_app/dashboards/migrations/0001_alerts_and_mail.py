import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0006_room_for_updates"),
        ("people", "0002_teams_and_clearances"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure", models.CharField(max_length=30)),
                ("operator", models.CharField(choices=[("ABOVE", "more than"), ("BELOW", "less than")], max_length=5)),
                ("threshold", models.DecimalField(decimal_places=2, max_digits=12)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.workqueue"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
                ("told", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="AlertRaised",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12)),
                ("raised_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="raised", to="dashboards.alert"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("alerts", models.BooleanField(default=True, verbose_name="alerts")),
                (
                    "summary",
                    models.CharField(
                        choices=[
                            ("NEVER", "no summary"),
                            ("DAY", "every day"),
                            ("WEEK", "every Monday, of the week before"),
                        ],
                        default="DAY",
                        max_length=5,
                        verbose_name="summary",
                    ),
                ),
                ("hour", models.SmallIntegerField(default=8, verbose_name="hour")),
                ("since", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mailing", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SummarySent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("first", models.DateField()),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("queue", None), ("team", None), _connector="OR"), name="alert_has_one_scope"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("threshold__gte", 0)), name="alert_threshold_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="alertraised",
            index=models.Index(fields=["-raised_at", "-id"], name="alert_raised_newest"),
        ),
        migrations.AddConstraint(
            model_name="alertraised",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("alert",), name="alert_raised_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertraised",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("raised_at")), _connector="OR"),
                name="alert_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(("hour__gte", 0), ("hour__lte", 23)), name="mailing_hour_of_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="summarysent",
            index=models.Index(condition=models.Q(("sent_at", None)), fields=["due_at"], name="summary_waiting"),
        ),
        migrations.AddConstraint(
            model_name="summarysent",
            constraint=models.UniqueConstraint(fields=("user", "day"), name="summary_once_a_day"),
        ),
    ]
