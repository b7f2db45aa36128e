import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_find_restricted_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("known_on", models.DateField()),
                ("computed_at", models.DateTimeField()),
                (
                    "bucket",
                    models.SmallIntegerField(
                        choices=[(-1, "CURRENT"), (0, "M0"), (1, "M1"), (2, "M2"), (3, "M3"), (4, "M4"), (5, "M4+")]
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("accounts", models.IntegerField()),
                ("balance", models.DecimalField(decimal_places=2, max_digits=18)),
            ],
        ),
        migrations.CreateModel(
            name="Reached91",
            fields=[
                (
                    "card_account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.cardaccount",
                    ),
                ),
                ("cohort", models.DateField()),
                ("mob", models.SmallIntegerField()),
                ("day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="VintageFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField()),
                ("cohort", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("mob", models.SmallIntegerField()),
                ("accounts", models.IntegerField()),
                ("ever_91", models.IntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="monthend",
            index=models.Index(fields=["day", "bucket", "card_account"], name="month_end_by_bucket"),
        ),
        migrations.AddField(
            model_name="correctedfigure",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.product"
            ),
        ),
        migrations.AddIndex(
            model_name="reached91",
            index=models.Index(fields=["cohort", "card_account"], name="reached_by_cohort"),
        ),
        migrations.AddField(
            model_name="vintagefigure",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.product"
            ),
        ),
        migrations.AddConstraint(
            model_name="correctedfigure",
            constraint=models.UniqueConstraint(
                fields=("day", "bucket", "product", "region", "currency"), name="corrected_figure_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vintagefigure",
            constraint=models.UniqueConstraint(fields=("cohort", "product", "currency", "mob"), name="vintage_once"),
        ),
        migrations.AddConstraint(
            model_name="vintagefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("ever_91__gte", 0), ("ever_91__lte", models.F("accounts"))),
                name="vintage_is_a_part",
            ),
        ),
    ]
