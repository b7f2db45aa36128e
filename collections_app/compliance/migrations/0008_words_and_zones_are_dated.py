from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0007_words_beside_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name="forbiddenword",
            name="word",
            field=models.CharField(max_length=40),
        ),
        migrations.AddField(
            model_name="forbiddenword",
            name="added_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="forbiddenword",
            name="added_by",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="forbiddenword",
            name="retired_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="forbiddenword",
            name="retired_by",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="regionzone",
            name="added_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="regionzone",
            name="removed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(
            model_name="regionzone",
            name="region_zone_once",
        ),
        migrations.AddConstraint(
            model_name="regionzone",
            constraint=models.UniqueConstraint(
                condition=Q(removed_at=None), fields=("region", "zone"), name="region_zone_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="forbiddenword",
            constraint=models.UniqueConstraint(
                condition=Q(retired_at=None), fields=("word",), name="forbidden_word_once"
            ),
        ),
    ]
