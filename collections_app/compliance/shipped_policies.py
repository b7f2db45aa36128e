"""The contact profiles Fairdue ships with: editable defaults, not legal advice (`domain.md` 3.2)."""

from datetime import date, time
from typing import Any

from django.utils.translation import gettext_noop

HOUSE_RULES = ["no_agent_call_in_m0", "coded_only_from_m4"]
"""Ours, not the law's: a manager may let one be broken once, with a reason (B21)."""

CHINA: dict[str, Any] = {
    "window_opens": time(8),
    "window_closes": time(22),
    "closing_moment_allowed": False,
    "all_likely_zones": False,
    "zone": "Asia/Shanghai",
    "third_parties": "WHEN_LOST",
}

PROFILES: list[dict[str, Any]] = [
    {
        "code": "CN_CBA_2026",
        "name_en": "China, CBA guideline 2026",
        "name_zh": "中国银行业协会2026年指引",
        "is_default": True,
        # The guideline is of 2026-01-30; as the installation's default it covers every earlier day too.
        "valid_from": date(2000, 1, 1),
        **CHINA,
        "number_attempts_per_day": 6,
    },
    {
        "code": "CN_GBT_45251",
        "name_en": "China, GB/T 45251-2025 (strict)",
        "name_zh": "GB/T 45251-2025（从严）",
        "is_default": False,
        "valid_from": date(2025, 2, 28),
        **CHINA,
        "person_conversations_per_day": 3,
    },
    {
        "code": "US_REGF",
        "name_en": "United States, Regulation F",
        "name_zh": "美国F条例",
        "is_default": False,
        "valid_from": date(2021, 11, 30),
        "window_opens": time(8),
        "window_closes": time(21),
        "closing_moment_allowed": True,
        "all_likely_zones": True,
        "zone": "America/New_York",
        "debt_attempts_per_window": 7,
        "debt_window_days": 7,
        "quiet_days_after_conversation": 7,
        "third_parties": "LOCATE",
        "third_party_once": True,
        "consent_days": 7,
    },
]


def ship(profile_model: Any, version_model: Any, use_model: Any) -> None:
    """Create the profiles that are not there yet, the default one as that of the installation.

    Takes the models so that a migration can pass its own.
    """
    for row in PROFILES:
        row = dict(row)
        names = {key: row.pop(key) for key in ("code", "name_en", "name_zh")}
        is_default = row.pop("is_default")
        if profile_model.objects.filter(code=names["code"]).exists():
            continue
        profile = profile_model.objects.create(**names)
        version_model.objects.create(
            profile=profile,
            house_rules=HOUSE_RULES,
            recorded_on=row["valid_from"],
            recorded_by="shipped",
            reason=gettext_noop("Shipped with Fairdue; an editable default until the issuer has checked it."),
            **row,
        )
        if is_default:
            use_model.objects.create(product=None, profile=profile, valid_from=row["valid_from"])
