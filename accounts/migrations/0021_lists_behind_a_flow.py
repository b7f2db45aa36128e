from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0020_vintage_of_every_month"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="bucketinterval",
            name="interval_from_date",
        ),
        migrations.AddIndex(
            model_name="bucketinterval",
            index=models.Index(fields=["from_date", "bucket"], name="interval_entered"),
        ),
        migrations.AddIndex(
            model_name="bucketinterval",
            index=models.Index(fields=["known_from", "bucket"], name="interval_said"),
        ),
        migrations.AddIndex(
            model_name="bucketinterval",
            index=models.Index(
                condition=models.Q(("bucket__gte", 0)), fields=["bucket", "card_account"], name="interval_delinquent"
            ),
        ),
    ]
