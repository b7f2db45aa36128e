"""Writes figures as a night would have kept them, without running nights."""

from datetime import date
from decimal import Decimal

from accounts.models import BucketFlow, Installation, PortfolioFigure, Product
from accounts.models.derived import DelinquencyBucket
from tests.accounts.cards import d

BUCKETS = {bucket.label: bucket for bucket in DelinquencyBucket}


def product(code: str = "GOLD") -> Product:
    return Product.objects.get_or_create(code=code, defaults={"name_en": f"{code} card", "name_zh": f"{code} 卡"})[0]


def figure(
    day: str | date, bucket: str, accounts: int, balance: str, past_due: str = "0.00", *,
    currency: str = "CNY", region: str = "广东", code: str = "GOLD",
) -> None:  # fmt: skip
    PortfolioFigure.objects.create(
        day=d(day) if isinstance(day, str) else day,
        bucket=BUCKETS[bucket],
        product=product(code),
        region=region,
        currency=currency,
        accounts=accounts,
        balance=Decimal(balance),
        past_due=Decimal(past_due),
    )


def flow(
    day: str,
    since: str,
    start: str,
    end: str,
    accounts: int,
    balance: str,
    *,
    currency: str = "CNY",
    region: str = "广东",
) -> None:  # fmt: skip
    BucketFlow.objects.create(
        day=d(day),
        since=d(since),
        from_bucket=BUCKETS[start],
        to_bucket=BUCKETS[end],
        product=product(),
        region=region,
        currency=currency,
        accounts=accounts,
        balance=Decimal(balance),
    )


def business_date(day: str) -> None:
    Installation.objects.update_or_create(pk=1, defaults={"name": "Test", "simulated": True, "business_date": d(day)})
