"""Cases with a hold are few among the open ones: the list finds them without reading the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_room_for_updates")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None), models.Q(("hold_kinds", []), _negated=True)),
                fields=["bucket", "id"],
                name="case_held",
            ),
        ),
    ]
