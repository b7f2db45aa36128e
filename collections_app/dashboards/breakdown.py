"""The panel that lays products or regions side by side, and its file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from accounts.models import CorrectedFigure, PortfolioFigure
from accounts.models.derived import DelinquencyBucket

from .export import AMOUNTS, Lines
from .queries import BUCKETS, DELINQUENT, Amounts, Filters
from .queries.breakdown import Slice, slices


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """The slices of one day. `corrected`: as corrected since, where past due is not known; else as known then."""

    day: date
    currency: str
    split: str
    shown: str
    corrected: bool
    slices: Sequence[Slice]

    def lines(
        self, *, names: Mapping[str, Any], here: str, behind: Callable[[str, DelinquencyBucket], str]
    ) -> list[dict[str, Any]]:
        """What the page shows. `here`: its own address; `behind`: that of a cell's accounts."""
        whole = sum(part.delinquent(self.shown) for part in self.slices)
        return [
            {
                "name": names.get(part.code, part.code),
                "address": f"{here}&{urlencode({self.split: part.code})}",
                "cells": [
                    (getattr(part.figures.get(bucket, Amounts()), self.shown), behind(part.code, bucket))
                    for bucket in DELINQUENT
                ],
                "delinquent": part.delinquent(self.shown),
                "share": part.share(self.shown),
                "part": part.delinquent(self.shown) / whole if whole else None,
            }
            for part in self.slices
        ]

    def table(self) -> tuple[tuple[str, ...], Lines]:
        """As a file: one line a slice and bucket."""
        measures = _measures(self.corrected)
        lines: Lines = [
            (
                self.day,
                self.currency,
                part.code,
                DelinquencyBucket(bucket).label,
                *(getattr(part.figures.get(bucket, Amounts()), measure) for measure in measures),
            )
            for part in self.slices
            for bucket in BUCKETS
        ]
        return ("day", "currency", self.split, "bucket", *measures), lines


def breakdown(
    day: date, *, split: str, shown: str, currency: str, filters: Filters, corrected: bool = False
) -> Breakdown:
    """The portfolio of a day by `split`, whoever has most delinquent of `shown` first. One query.

    What is past due is only known as the nights knew it, also where the rest is asked for as `corrected`.
    """
    corrected = corrected and shown != "past_due"
    kept: QuerySet = CorrectedFigure.objects.all() if corrected else PortfolioFigure.objects.all()
    found = slices(
        kept.filter(day=day),
        split=split,
        measures=_measures(corrected),
        currency=currency,
        filters=filters,
        order=shown,
    )
    return Breakdown(day=day, currency=currency, split=split, shown=shown, corrected=corrected, slices=found)


def _measures(corrected: bool) -> Sequence[str]:
    return AMOUNTS[:2] if corrected else AMOUNTS
