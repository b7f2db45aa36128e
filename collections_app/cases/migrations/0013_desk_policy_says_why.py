from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_appointments_were_agreed"),
    ]

    operations = [
        migrations.AddField(
            model_name="deskpolicy",
            name="reason",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
