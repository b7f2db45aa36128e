"""Facts are append-only in the database itself; the shipped policy profiles are data (domain §9)."""

import datetime
from decimal import Decimal

from django.db import migrations

APPEND_ONLY = ["accounts_ledgerentry", "accounts_statement", "accounts_policyversion"]

PROFILES = [
    {
        "code": "CN_PRE_2017",
        "name_en": "China before 2017 (late fee bears interest)",
        "name_zh": "2017年以前（滞纳金计息）",
        "is_default": False,
        "valid_from": datetime.date(2000, 1, 1),
        "late_fee_bears_interest": True,
        "grace_days": 0,
        "overdue_tolerance_amount": Decimal("0.00"),
        "full_payment_tolerance_amount": Decimal("0.00"),
    },
    {
        "code": "CN_CBA_2026",
        "name_en": "China, CBA guideline 2026",
        "name_zh": "中国银行业协会2026年指引",
        "is_default": True,
        "valid_from": datetime.date(2000, 1, 1),
        "late_fee_bears_interest": False,
        "grace_days": 3,
        "overdue_tolerance_amount": Decimal("10.00"),
        "full_payment_tolerance_amount": Decimal("10.00"),
    },
]
STOPS = ["FRAUD", "DECEASED", "BANKRUPTCY", "CHARGE_OFF", "SUIT"]


def ship_profiles(apps, schema_editor):
    profile_model = apps.get_model("accounts", "PolicyProfile")
    version_model = apps.get_model("accounts", "PolicyVersion")
    for row in PROFILES:
        row = dict(row)
        names = {key: row.pop(key) for key in ("code", "name_en", "name_zh", "is_default")}
        profile = profile_model.objects.create(**names)
        version_model.objects.create(
            profile=profile,
            minimum_ratio=Decimal("0.10"),
            minimum_floor_amount=Decimal("0.00"),
            late_fee_ratio=Decimal("0.05"),
            late_fee_minimum_amount=Decimal("10.00"),
            daily_interest_rate=Decimal("0.000500"),
            principal_first_from_dpd=91,
            fee_stop_holds=STOPS,
            interest_stop_holds=["FRAUD", "DECEASED", "BANKRUPTCY"],
            cost_ceiling_annual_rate=Decimal("0.24"),
            recorded_on=row["valid_from"],
            recorded_by="shipped",
            reason="Shipped with Fairdue; an editable default until the issuer has checked it.",
            **row,
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("events", "0002_append_only")]

    operations = [
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_change(); "
                f"CREATE TRIGGER {table}_keeps_table BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER {table}_keeps_rows ON {table}; DROP TRIGGER {table}_keeps_table ON {table}",
            )
            for table in APPEND_ONLY
        ],
        migrations.RunSQL(
            "ALTER TABLE accounts_position SET (fillfactor = 80); ALTER TABLE accounts_slice SET (fillfactor = 80)",
            "ALTER TABLE accounts_position RESET (fillfactor); ALTER TABLE accounts_slice RESET (fillfactor)",
        ),
        migrations.RunPython(ship_profiles, migrations.RunPython.noop),
    ]
