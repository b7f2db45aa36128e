from django.db import models


class Holiday(models.Model):
    """A day that differs from the plain week: a holiday, or a weekend day made a working day (调休)."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name_en = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80, blank=True)
