"""The mail server comes from the environment, whole or in parts."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from nssf_portal.runtime.mail import mail_settings


def test_nothing_given_is_the_machines_own_server() -> None:
    found = mail_settings({})
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("localhost", 25, False)


def test_one_address_says_all() -> None:
    found = mail_settings({"EMAIL_URL": "smtp+tls://portal%40nssf.example:p%2Fss@mail.example"})
    assert found["EMAIL_HOST_USER"] == "portal@nssf.example"
    assert found["EMAIL_HOST_PASSWORD"] == "p/ss"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert found["EMAIL_USE_TLS"] and not found["EMAIL_USE_SSL"]
    assert mail_settings({"EMAIL_URL": "smtps://mail.example:4650"})["EMAIL_PORT"] == 4650


def test_parts_say_the_same() -> None:
    given = {"EMAIL_HOST": "mail.example", "EMAIL_USE_TLS": "true", "EMAIL_HOST_USER": "portal", "EMAIL_PASSWORD": "x"}
    found = mail_settings(given)
    assert (found["EMAIL_PORT"], found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (587, "portal", "x")


def test_a_wrong_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        mail_settings({"EMAIL_URL": "http://user:secret-word@mail.example"})
    assert "secret-word" not in str(refused.value)
