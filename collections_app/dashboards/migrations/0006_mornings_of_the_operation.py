import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_desk_policy_says_why"),
        ("dashboards", "0005_one_mail_for_each_reader"),
        ("people", "0003_words_beside_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="MorningBacklog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("restriction", models.CharField(blank=True, max_length=5)),
                ("cases", models.IntegerField()),
                ("due", models.IntegerField()),
                ("held", models.IntegerField()),
                ("oldest", models.DateTimeField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.queueversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "version", "team", "restriction"),
                        name="morning_backlog_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MorningDesk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("agents", models.IntegerField()),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "team"), name="morning_desk_once")],
            },
        ),
    ]
