from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_found_addresses"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="cardholder",
            index=models.Index(
                condition=models.Q(("restriction", ""), _negated=True),
                fields=["restriction"],
                name="cardholder_restricted",
            ),
        ),
    ]
