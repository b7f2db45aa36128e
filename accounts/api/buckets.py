"""How a bucket is written and asked for at the REST door."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from accounts.models.derived import DelinquencyBucket

BY_LABEL = {bucket.label: bucket for bucket in DelinquencyBucket}
BUCKET_CHOICES = [(bucket.label, bucket.label) for bucket in DelinquencyBucket]


class BucketField(serializers.ChoiceField):
    """CURRENT, M0 to M4, M4+."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=BUCKET_CHOICES, **more)

    def to_representation(self, value: Any) -> str:
        return DelinquencyBucket(value).label


class BucketFilter(django_filters.ChoiceFilter):
    """A bucket by its name; the + of M4+ may stand unescaped."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=BUCKET_CHOICES, **more)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return super().filter(qs, int(BY_LABEL[value]) if value in BY_LABEL else None)
