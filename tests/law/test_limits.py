"""How often somebody may ask: counted per hour, stopped by the law book's number, never a lock-out by accident."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as CacheGone

from nssf_portal.law.limits import within_limit

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
