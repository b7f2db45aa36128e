"""Which products do the demos need, and which policies do they follow?"""

from datetime import date
from decimal import Decimal

from accounts.models import PolicyProfile, PolicyVersion, Product, ProductPolicy
from collections_app.shared.actor import Actor

from . import uci

FOLLOWS_FROM = date(2000, 1, 1)
CHINESE_PROFILE = "CN_CBA_2026"
PANEL_PROFILE = "PANEL_2005"

# code, English name, Chinese name, corporate
CHINESE = (
    ("STD", "Standard card", "标准卡", False),
    ("GOLD", "Gold card", "金卡", False),
    ("PLAT", "Platinum card", "白金卡", False),
    ("CORP", "Corporate card", "单位卡", True),
    ("EXT", "Card with the bank's own books", "联名卡（银行记账）", False),
)
PANEL = ((uci.PRODUCT, "Card panel, Taiwan 2005", "台湾信用卡样本（2005年）", False),)


def ensure_products(*, actor: Actor, panel: bool) -> None:
    """Make the products of a demo and let them follow their profile; changes nothing that is there."""
    profile = _panel_profile(actor) if panel else PolicyProfile.objects.get(code=CHINESE_PROFILE)
    for code, name_en, name_zh, corporate in PANEL if panel else CHINESE:
        product, _made = Product.objects.get_or_create(
            code=code, defaults={"name_en": name_en, "name_zh": name_zh, "corporate": corporate}
        )
        ProductPolicy.objects.get_or_create(product=product, valid_from=FOLLOWS_FROM, defaults={"profile": profile})


def _panel_profile(actor: Actor) -> PolicyProfile:
    """The panel's own profile: the assumed minimum, and no fee or interest beside those inside its bills."""
    profile, made = PolicyProfile.objects.get_or_create(
        code=PANEL_PROFILE,
        defaults={"name_en": "Card panel, Taiwan 2005 (assumed)", "name_zh": "台湾信用卡样本2005（假定）"},
    )
    if made:
        PolicyVersion.objects.create(
            profile=profile,
            valid_from=FOLLOWS_FROM,
            minimum_ratio=uci.MINIMUM_RATIO,
            minimum_floor_amount=Decimal("0.00"),
            late_fee_ratio=Decimal(0),
            late_fee_minimum_amount=Decimal("0.00"),
            late_fee_bears_interest=False,
            daily_interest_rate=Decimal(0),
            grace_days=0,
            overdue_tolerance_amount=Decimal("10.00"),
            full_payment_tolerance_amount=Decimal("0.00"),
            principal_first_from_dpd=91,
            cost_ceiling_annual_rate=Decimal("0.24"),
            reason="Fees and interest are inside the panel's monthly charges; see docs/explanation/uci-panel.md.",
            recorded_on=FOLLOWS_FROM,
            recorded_by=actor.label,
        )
    return profile
