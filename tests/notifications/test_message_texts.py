"""Templates, SMS parts, and the links that need no secret in the database."""

import uuid

import pytest

from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import Template, UnknownTemplate, register, render, segments
from nssf_portal.notifications.tokens import link_token, message_for_token, message_id_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("ក" * 70, 1),
        ("ក" * 71, 2),
        ("ក" * 134, 2),
        ("ក" * 135, 3),
        ("a" * 69 + "ក", 1),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_an_sms_is_counted_as_it_is_charged(text, parts):
    assert segments(text) == parts


def message(**values):
    return Message(template="test.hello", language="km", parameters={"reference": "R-1"}, **values)


def test_a_reader_may_choose_the_other_language():
    assert render(message()).body.startswith("ប.ស.ស.")
    assert render(message(), "en").body.startswith("NSSF: see http")


def test_a_code_is_registered_once():
    register(Template(code="test.once", km=str, en=str))
    with pytest.raises(ValueError, match="test.once"):
        register(Template(code="test.once", km=repr, en=str))


def test_an_unknown_code_is_said_so():
    with pytest.raises(UnknownTemplate):
        render(Message(template="no.such", parameters={}))


def test_a_token_is_short_and_leads_back():
    key = uuid.uuid4()
    assert len(link_token(key)) == 32 and message_id_of(link_token(key)) == key


@pytest.mark.parametrize("change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "A" + t[1:]])
def test_a_token_that_was_touched_is_nobodys(change):
    token = link_token(uuid.UUID(int=2**120 + 7))
    assert change(token) == token or message_id_of(change(token)) is None


@pytest.mark.parametrize("token", ["", "x", "ក" * 32, "A" * 32, "A" * 31, "=" * 32, "A" * 4000])
def test_rubbish_is_nobodys(token):
    assert message_id_of(token) is None


@pytest.mark.django_db
def test_the_link_in_a_message_finds_it(worker):
    from nssf_portal.notifications.services import enqueue

    written = enqueue(event="e", template="test.hello", channel="sms", recipient_user=worker)
    assert message_for_token(link_token(written.id)) == written
    assert message_for_token(link_token(uuid.uuid4())) is None
