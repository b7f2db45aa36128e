import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_restrictions_and_related_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_seq", models.IntegerField()),
                ("statement_day", models.SmallIntegerField()),
                (
                    "due_rule",
                    models.CharField(
                        choices=[("DAY", "fixed day of the month"), ("OFFSET", "days after the statement")],
                        max_length=6,
                    ),
                ),
                ("due_day", models.SmallIntegerField(null=True)),
                ("due_offset_days", models.SmallIntegerField(null=True)),
                ("reason", models.CharField(max_length=300)),
                ("recorded_on", models.DateField()),
                ("recorded_by", models.CharField(max_length=80)),
                (
                    "card_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_changes",
                        to="accounts.cardaccount",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["card_account", "from_seq", "id"], name="calendar_change_by_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("statement_day__gte", 1), ("statement_day__lte", 31)),
                        name="changed_statement_day_in_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_day", None),
                                ("due_offset_days__gte", 0),
                                ("due_offset_days__lte", 27),
                                ("due_rule", "OFFSET"),
                            ),
                            models.Q(
                                ("due_day__gte", 1),
                                ("due_day__lte", 31),
                                ("due_offset_days", None),
                                ("due_rule", "DAY"),
                                models.Q(
                                    ("due_day__gt", models.F("statement_day")),
                                    models.Q(("due_day__lt", models.F("statement_day")), ("due_day__lte", 27)),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="changed_due_date_before_next_statement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_seq__gte", 2)), name="calendar_changes_after_the_first_statement"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER accounts_calendarchange_keeps_rows BEFORE UPDATE OR DELETE ON accounts_calendarchange "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
            "CREATE TRIGGER accounts_calendarchange_keeps_table BEFORE TRUNCATE ON accounts_calendarchange "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            "DROP TRIGGER accounts_calendarchange_keeps_rows ON accounts_calendarchange; "
            "DROP TRIGGER accounts_calendarchange_keeps_table ON accounts_calendarchange",
        ),
    ]
