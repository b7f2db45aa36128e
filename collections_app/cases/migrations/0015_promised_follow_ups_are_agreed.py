from django.db import migrations


class Migration(migrations.Migration):
    """The follow-up of a running promise is agreed with whoever made it: reminders look for it from now on."""

    dependencies = [("cases", "0014_find_the_next_case_by_language")]

    operations = [
        migrations.RunSQL(
            "UPDATE cases_case SET appointment_at = follow_up_at "
            "WHERE closed_on IS NULL AND promise_due_on IS NOT NULL AND follow_up_at IS NOT NULL AND appointment_at IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
