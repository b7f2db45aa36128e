"""Rows that know from which day on, and until which, they were held to be right (`known_from`, `known_to`)."""

from datetime import date

from django.db.models import Q


def known_on(day: date) -> Q:
    """Those that were held to be right on `day`. Example: known from 1 March to 1 April, not on 1 April any more."""
    return Q(Q(known_to=None) | Q(known_to__gt=day), known_from__lte=day)
