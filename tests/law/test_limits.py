"""How often somebody may ask: counted per hour, stopped by the law book's number, never a lock-out by accident."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as CacheGone

from nssf_portal.law.limits import client_address, within_limit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def test_the_twenty_first_look_up_in_an_hour_is_stopped():
    answers = [within_limit("lookup.enterprise.limit", "user-1") for _turn in range(21)]
    assert answers == [True] * 20 + [False]


def test_one_person_does_not_use_up_anothers_limit():
    for _turn in range(21):
        within_limit("lookup.enterprise.limit", "user-1")
    assert within_limit("lookup.enterprise.limit", "user-2")


def test_the_cache_key_does_not_hold_who_asked(monkeypatch):
    keys = []
    monkeypatch.setattr(cache, "add", lambda key, *_args, **_options: keys.append(key))
    monkeypatch.setattr(cache, "incr", lambda key: 1)
    within_limit("verify.limit", "203.0.113.7")
    assert "203.0.113.7" not in keys[0]


def test_without_a_cache_nobody_is_locked_out(monkeypatch):
    def gone(*_args, **_options):
        raise CacheGone

    monkeypatch.setattr(cache, "add", gone)
    assert within_limit("verify.limit", "somebody")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "10.0.0.2"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "made-up, 198.51.100.1", "198.51.100.1"),
        (2, "made-up, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.2"),
        (1, "", "10.0.0.2"),
    ],
)
def test_behind_our_proxies_each_visitor_is_counted_alone(rf, settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/verify/x", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.2")
    assert client_address(request) == address
