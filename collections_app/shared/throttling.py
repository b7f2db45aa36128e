"""How often a caller of the REST door may call."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from .counters import counter_at
from .rates import Calls, wait_for

if TYPE_CHECKING:  # settings name the class of this file, which rest_framework.views reads while it is imported
    from rest_framework.views import APIView


class PerCaller(SimpleRateThrottle):
    """One count per user, or per address before log-in, over all web processes.

    What brings a `caller` of its own (an API key) counts by itself, up to its `rate_per_minute`. A lost Redis never
    costs a request: then each process counts by itself, as REST framework does.
    """

    scope = "caller"
    shared: Calls | None = None
    """What the shared counter said of this request; None when this process counted."""

    def __init__(self) -> None:
        self.cache = caches["throttle"]
        super().__init__()

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if self.rate is None:
            return True
        if (own := getattr(request.auth, "rate_per_minute", None)) is not None:
            self.num_requests, self.duration = own, 60
        caller = self.get_cache_key(request, view)
        counted = counter_at(settings.REDIS_URL).count(caller, limit=self.num_requests, seconds=self.duration)
        if counted is None:
            return super().allow_request(request, view)
        allowed, self.shared = counted
        return allowed

    def wait(self) -> float | None:
        if self.shared is None:
            return super().wait()
        return wait_for(self.shared, limit=self.num_requests, seconds=self.duration)

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        if (caller := getattr(request.auth, "caller", None)) is not None:
            return f"throttle:{self.scope}:{caller}"
        user = request.user
        ident = f"user:{user.pk}" if user and user.is_authenticated else self.get_ident(request)
        return f"throttle:{self.scope}:{ident}"
