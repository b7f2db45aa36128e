"""What an action that changes a case ends with: `reroute`."""

from collections_app.cases.routing import reroute, route_all, route_night

__all__ = ["reroute", "route_all", "route_night"]
