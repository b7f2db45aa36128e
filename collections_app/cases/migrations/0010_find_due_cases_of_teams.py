from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_tell_who_was_relieved"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None), ("follow_up_at__isnull", False), ("team__isnull", False)),
                fields=["team", "follow_up_at"],
                name="case_of_team_to_follow_up",
            ),
        ),
    ]
