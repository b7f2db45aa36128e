from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_objections_and_reasons_of_corrections")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["-at", "-id"], name="contact_newest"),
        ),
    ]
