"""The policy profiles Fairdue ships with: editable defaults, not legal advice (domain §9, "Policy values shipped")."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

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


def ship(profile_model: Any, version_model: Any) -> None:
    """Create the profiles that are not there yet; takes the models so that a migration can pass its own."""
    for row in PROFILES:
        row = dict(row)
        if profile_model.objects.filter(code=row["code"]).exists():
            continue
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
            reason=gettext_noop("Shipped with Fairdue; an editable default until the issuer has checked it."),
            **row,
        )
