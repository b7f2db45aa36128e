from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("arrangements", "0005_one_promise_a_currency"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="promiseinstalment",
            index=models.Index(fields=["due_on"], name="promise_instalment_due_on"),
        ),
    ]
