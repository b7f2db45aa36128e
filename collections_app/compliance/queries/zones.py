"""In which time zones may a debtor be? Where he lives and where his addresses are."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import Address, Cardholder
from collections_app.compliance.models import RegionZone


def likely_zones(cardholder_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The zones of each cardholder's region and provinces, by cardholder; none where no region has a row.

    Three queries however many. Example: region "TX" gives America/Chicago and America/Denver.
    """
    ids = list(cardholder_ids)
    regions: defaultdict[int, set[str]] = defaultdict(set)
    for cardholder, region in Cardholder.objects.filter(pk__in=ids).values_list("id", "region"):
        regions[cardholder].add(region)
    for cardholder, province in Address.objects.filter(cardholder__in=ids).values_list("cardholder_id", "province"):
        regions[cardholder].add(province)
    zones: defaultdict[str, set[str]] = defaultdict(set)
    named = set().union(*regions.values()) if regions else set()
    for region, zone in RegionZone.objects.filter(region__in=named, removed_at=None).values_list("region", "zone"):
        zones[region].add(zone)
    return {
        cardholder: tuple(sorted({zone for region in regions[cardholder] for zone in zones[region]}))
        for cardholder in ids
    }
