"""One REDIS_URL, two dialects."""

import pytest

from collections_app.shared.redis_urls import broker_url, cache_url


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://host:6379/1", "redis://host:6379/1", "redis://host:6379/1"),
        ("unix:///run/v.sock?db=2", "redis+socket:///run/v.sock?virtual_host=2", "unix:///run/v.sock?db=2"),
        ("redis+socket:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0", "unix:///run/v.sock?db=0"),
    ],
)
def test_a_socket_is_named_for_celery_and_for_django(url, broker, cache):
    assert (broker_url(url), cache_url(url)) == (broker, cache)
