from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("arrangements", "0003_ship_policy")]

    operations = [
        migrations.AddIndex(
            model_name="promisetopay",
            index=models.Index(fields=["made_on"], name="promise_made_on"),
        ),
        migrations.AddIndex(
            model_name="promisetopay",
            index=models.Index(fields=["settled_on"], name="promise_settled_on", condition=Q(settled_on__isnull=False)),
        ),
    ]
