"""A page that uses codes while they cannot be counted: maintenance (503), whoever's page it is."""

import pytest
from django.test import RequestFactory

from nssf_portal.accounts.contact_codes import CodesClosed
from nssf_portal.accounts.middleware import SessionPolicyMiddleware
from nssf_portal.law.limits import LimitClosed, within_limit


@pytest.mark.parametrize("path", ["/register/resume/", "/en/me/"])
def test_the_page_says_when_to_come_back(path):
    request = RequestFactory().post(path)
    answer = SessionPolicyMiddleware(lambda request: None).process_exception(request, CodesClosed("code.tried.phone"))
    assert answer.status_code == 503 and answer["Retry-After"]


@pytest.mark.django_db
def test_a_limit_may_be_closed_or_open_without_valkey(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert within_limit("verify.limit", "somebody")
    with pytest.raises(LimitClosed):
        within_limit("verify.limit", "somebody", closed=True)


def test_each_test_process_has_its_own_database_of_valkey():
    from nssf_portal.runtime.broker import as_broker_url, with_database

    assert with_database("unix:///tmp/x/valkey.sock?db=0", 3) == "unix:///tmp/x/valkey.sock?db=3"
    assert with_database("redis://broker:6379/0", 3) == "redis://broker:6379/3"
    assert as_broker_url("unix:///tmp/x.sock?db=3") == "redis+socket:///tmp/x.sock?virtual_host=3"
