"""In which time zones the people of a region may be. Chinese provinces need no rows: their profiles know one zone."""

from typing import Any

EASTERN = "America/New_York"
CENTRAL = "America/Chicago"
MOUNTAIN = "America/Denver"
PACIFIC = "America/Los_Angeles"

# State, its postal code, and every zone a part of it keeps; Arizona's second one is that of the Navajo Nation.
STATES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Alabama", "AL", (CENTRAL,)),
    ("Alaska", "AK", ("America/Anchorage", "America/Adak")),
    ("Arizona", "AZ", ("America/Phoenix", MOUNTAIN)),
    ("Arkansas", "AR", (CENTRAL,)),
    ("California", "CA", (PACIFIC,)),
    ("Colorado", "CO", (MOUNTAIN,)),
    ("Connecticut", "CT", (EASTERN,)),
    ("Delaware", "DE", (EASTERN,)),
    ("District of Columbia", "DC", (EASTERN,)),
    ("Florida", "FL", (EASTERN, CENTRAL)),
    ("Georgia", "GA", (EASTERN,)),
    ("Hawaii", "HI", ("Pacific/Honolulu",)),
    ("Idaho", "ID", ("America/Boise", PACIFIC)),
    ("Illinois", "IL", (CENTRAL,)),
    ("Indiana", "IN", ("America/Indiana/Indianapolis", CENTRAL)),
    ("Iowa", "IA", (CENTRAL,)),
    ("Kansas", "KS", (CENTRAL, MOUNTAIN)),
    ("Kentucky", "KY", (EASTERN, CENTRAL)),
    ("Louisiana", "LA", (CENTRAL,)),
    ("Maine", "ME", (EASTERN,)),
    ("Maryland", "MD", (EASTERN,)),
    ("Massachusetts", "MA", (EASTERN,)),
    ("Michigan", "MI", ("America/Detroit", CENTRAL)),
    ("Minnesota", "MN", (CENTRAL,)),
    ("Mississippi", "MS", (CENTRAL,)),
    ("Missouri", "MO", (CENTRAL,)),
    ("Montana", "MT", (MOUNTAIN,)),
    ("Nebraska", "NE", (CENTRAL, MOUNTAIN)),
    ("Nevada", "NV", (PACIFIC, MOUNTAIN)),
    ("New Hampshire", "NH", (EASTERN,)),
    ("New Jersey", "NJ", (EASTERN,)),
    ("New Mexico", "NM", (MOUNTAIN,)),
    ("New York", "NY", (EASTERN,)),
    ("North Carolina", "NC", (EASTERN,)),
    ("North Dakota", "ND", (CENTRAL, MOUNTAIN)),
    ("Ohio", "OH", (EASTERN,)),
    ("Oklahoma", "OK", (CENTRAL,)),
    ("Oregon", "OR", (PACIFIC, "America/Boise")),
    ("Pennsylvania", "PA", (EASTERN,)),
    ("Rhode Island", "RI", (EASTERN,)),
    ("South Carolina", "SC", (EASTERN,)),
    ("South Dakota", "SD", (CENTRAL, MOUNTAIN)),
    ("Tennessee", "TN", (CENTRAL, EASTERN)),
    ("Texas", "TX", (CENTRAL, MOUNTAIN)),
    ("Utah", "UT", (MOUNTAIN,)),
    ("Vermont", "VT", (EASTERN,)),
    ("Virginia", "VA", (EASTERN,)),
    ("Washington", "WA", (PACIFIC,)),
    ("West Virginia", "WV", (EASTERN,)),
    ("Wisconsin", "WI", (CENTRAL,)),
    ("Wyoming", "WY", (MOUNTAIN,)),
    ("Puerto Rico", "PR", ("America/Puerto_Rico",)),
    ("U.S. Virgin Islands", "VI", ("America/St_Thomas",)),
    ("Guam", "GU", ("Pacific/Guam",)),
    ("American Samoa", "AS", ("Pacific/Pago_Pago",)),
    ("Northern Mariana Islands", "MP", ("Pacific/Saipan",)),
)


def ship(zone_model: Any) -> None:
    """Create the rows that are not there yet, by name and by postal code; takes the model for a migration's sake."""
    zone_model.objects.bulk_create(
        [
            zone_model(region=region, zone=zone)
            for name, code, zones in STATES
            for region in (name, code)
            for zone in zones
        ],
        ignore_conflicts=True,
    )
