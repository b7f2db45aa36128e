from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("compliance", "0005_find_permits_by_day")]

    operations = [
        migrations.AddConstraint(
            model_name="contactpolicyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("house_rules__contained_by", ["no_agent_call_in_m0", "coded_only_from_m4"])),
                name="law_is_never_a_house_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule__in", ("no_agent_call_in_m0", "coded_only_from_m4"))),
                name="only_house_rules_are_overridden",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="override_has_a_reason"
            ),
        ),
    ]
