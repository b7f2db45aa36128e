"""Counting the calls of a caller over all web processes, in the Redis the installation has anyway."""

import logging
import time
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings

from .rates import Calls
from .redis_urls import cache_url

log = logging.getLogger(__name__)

PATIENCE = 0.25
"""Seconds a request waits for the counter, once; then it is left alone for AWAY seconds."""
AWAY = 5.0

# One step for all: nobody calls between the look and the count. The clock is that of Redis, which all processes share.
# What does not fit is not counted, so that who calls on is let in as soon as who waits; rates.py says the same.
_COUNT = """
local time = redis.call('TIME')
local limit, seconds = tonumber(ARGV[1]), tonumber(ARGV[2])
local at = (time[1] + time[2] / 1000000) / seconds
local window = math.floor(at)
local kept = redis.call('HMGET', KEYS[1], 'window', 'now', 'before')
local last, now, before = tonumber(kept[1]), 0, 0
if last == window then
    now, before = tonumber(kept[2]), tonumber(kept[3])
elseif last == window - 1 then
    before = tonumber(kept[2])
end
local passed = at - window
local fits = before * (1 - passed) + now + 1 <= limit
if fits then
    redis.call('HSET', KEYS[1], 'window', window, 'now', now + 1, 'before', before)
    redis.call('EXPIRE', KEYS[1], 2 * seconds)
end
return {fits and 1 or 0, now, before, tostring(passed)}
"""


class SharedCounter:
    """The counter behind one address of Redis. While it cannot be reached nobody waits for it."""

    def __init__(self, url: str) -> None:
        client = redis.Redis.from_url(cache_url(url), socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._count = client.register_script(_COUNT)
        self._away_until = 0.0

    def count(self, caller: str, *, limit: int, seconds: int) -> tuple[bool, Calls] | None:
        """Count one call of `caller` if it fits: whether it does, and what was let in before; None: nobody answers."""
        if time.monotonic() < self._away_until:
            return None
        try:
            fits, now, before, passed = self._asked(caller, limit, seconds)
        except redis.RedisError as error:
            self._away_until = time.monotonic() + AWAY
            log.warning("REST calls are counted in each web process by itself, Redis cannot be reached: %s", error)
            return None
        return bool(fits), Calls(now=int(now), before=int(before), passed=float(passed))

    def _asked(self, caller: str, limit: int, seconds: int) -> Any:
        # Two installations may share one Redis, and two test runs do.
        key = f"fairdue:calls:{settings.DATABASES['default']['NAME']}:{caller}"
        return self._count(keys=[key], args=[limit, seconds])


@lru_cache(maxsize=4)
def counter_at(url: str) -> SharedCounter:
    """The counter of an installation, one per process. Example: `counter_at(settings.REDIS_URL)`."""
    return SharedCounter(url)
