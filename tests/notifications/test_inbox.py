"""Messages in the portal: one's own, marked as read by a POST; and how one wants to be told."""

import uuid

import pytest

from nssf_portal.notifications import chats, recipients
from nssf_portal.notifications.models import Message, Preference
from nssf_portal.notifications.preferences import way_to
from nssf_portal.notifications.sending import Sender, show_in_portal, written
from nssf_portal.notifications.services import enqueue

pytestmark = pytest.mark.django_db
CHOICE = {"sms": "on", "email": "on", "telegram": "on", "first": "", "language": "km"}


def tell(person, event="e", **changes):
    values = {"template": "test.hello", "channel": "portal", "parameters": {"reference": "R-1"}}
    message = enqueue(event=event, recipient_user=person, **values | changes)
    show_in_portal()
    return message


@pytest.fixture
def person(client, worker):
    client.force_login(worker)
    return worker


@pytest.fixture
def stranger(django_user_model):
    return django_user_model.objects.create(email="other@example.invalid", phone="+85598000111", phone_verified=True)


def test_a_person_reads_their_messages_in_the_language_of_the_page(client, person):
    tell(person)
    page = client.get("/en/messages/").content.decode()
    assert "You have 1 new message" in page and "A message from NSSF" in page and "/m/" in page
    assert "សារពី ប.ស.ស." in client.get("/messages/").content.decode()


def test_nobody_reads_anothers(client, person, stranger):
    message = tell(stranger)
    assert "A message from NSSF" not in client.get("/en/messages/").content.decode()
    assert client.post(f"/en/messages/{message.pk}/read/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_an_sms_is_not_shown_there(client, person):
    message = tell(person, channel="sms")
    assert "A message from NSSF" not in client.get("/en/messages/").content.decode()
    assert client.post(f"/en/messages/{message.pk}/read/").status_code == 404


def test_one_is_marked_as_read_and_the_second_time_changes_nothing(client, person):
    message = tell(person)
    assert client.post(f"/en/messages/{message.pk}/read/").url == "/en/messages/"
    message.refresh_from_db()
    first = message.read_at
    assert first
    assert client.post(f"/en/messages/{message.pk}/read/").status_code == 302
    message.refresh_from_db()
    assert message.read_at == first


def test_all_are_marked_at_once_but_only_ones_own(client, person, stranger):
    others = tell(stranger)
    for number in range(3):
        tell(person, f"e{number}")
    client.post("/en/messages/read/")
    assert not Message.objects.visible_to(person).unread().exists()
    others.refresh_from_db()
    assert others.read_at is None


@pytest.mark.parametrize(
    "path", ["read/", "01a20563-e3e8-740b-8c47-d3b638ccf1bc/read/", "telegram/connect/", "telegram/end/"]
)
def test_acts_are_posts(client, person, path):
    assert client.get(f"/en/messages/{path}").status_code == 405


@pytest.mark.parametrize("path", ["", "preferences/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client, db, path):
    assert "/accounts/login/" in client.get(f"/en/messages/{path}").url


def test_a_template_nobody_knows_yet_breaks_no_page(client, person):
    tell(person, template="not.yet")
    assert "A message from us" in client.get("/en/messages/").content.decode()


def test_a_long_list_costs_as_much_as_a_short_one(client, person, django_assert_max_num_queries):
    for number in range(60):
        tell(person, f"e{number}")
    with django_assert_max_num_queries(14):
        page = client.get("/en/messages/?page=2").content.decode()
    assert page.count("<article") == 25


def test_without_any_the_page_says_so_and_the_menu_has_no_entry(client, person):
    page = client.get("/en/messages/").content.decode()
    assert "No messages yet" in page
    assert 'href="/en/messages/"' not in client.get("/en/accounts/profile/").content.decode()


def test_the_menu_counts_the_unread(client, person):
    message = tell(person)
    page = client.get("/en/accounts/profile/").content.decode()
    assert 'href="/en/messages/"' in page and '<span class="count">1</span>' in page
    client.post(f"/en/messages/{message.pk}/read/")
    page = client.get("/en/accounts/profile/").content.decode()
    assert 'href="/en/messages/"' in page and '<span class="count">' not in page


def test_the_choice_is_kept_and_the_language_is_the_persons(client, person):
    sent = CHOICE | {"first": "email", "language": "en"}
    sent.pop("sms")
    assert client.post("/en/messages/preferences/", sent).status_code == 302
    chosen = Preference.objects.get(user=person)
    assert (chosen.sms, chosen.email, chosen.first) == (False, True, "email")
    person.refresh_from_db()
    assert person.language == "en"
    assert client.post("/en/messages/preferences/", sent).status_code == 302
    assert Preference.objects.count() == 1


def test_the_first_way_must_be_on(client, person):
    sent = CHOICE | {"first": "sms"}
    sent.pop("sms")
    page = client.post("/en/messages/preferences/", sent)
    assert page.status_code == 200 and "switched off above" in page.content.decode()
    assert not Preference.objects.exists()


def test_looking_keeps_nothing(client, person):
    assert client.get("/en/messages/preferences/").status_code == 200
    assert client.get("/messages/preferences/").status_code == 200
    assert not Preference.objects.exists()


def test_telegram_is_connected_from_the_page(client, person):
    response = client.post("/en/messages/telegram/connect/", follow=True)
    page = response.content.decode()
    link = page.partition(f"/{chats.bot()}?start=")[2].partition('"')[0]
    assert link and chats.bind(link, 7)
    page = client.get("/en/messages/preferences/").content.decode()
    assert "Connected" in page and "?start=" not in page
    client.post("/en/messages/telegram/end/")
    assert chats.chat_of(person) is None


def test_without_a_bot_telegram_is_not_offered(client, person, settings):
    settings.DEMO = False
    assert "Connect Telegram" not in client.get("/en/messages/preferences/").content.decode()
    assert client.post("/en/messages/telegram/connect/").status_code == 404


@pytest.fixture
def reachable(worker):
    """By SMS, e-mail and Telegram."""
    worker.phone_verified = True
    worker.save()
    chats.bind(chats.new_link(worker).partition("?start=")[2], 7)
    return worker


@pytest.mark.parametrize(
    ("chosen", "asked", "way"),
    [
        (None, "sms", "sms"),
        (None, "email", "email"),
        ({}, "email", "email"),
        ({"first": "telegram"}, "sms", "telegram"),
        ({"sms": False}, "sms", "email"),
        ({"sms": False, "email": False}, "sms", "telegram"),
        ({"sms": False, "email": False, "telegram": False}, "sms", "portal"),
        ({"first": "email", "email": False}, "sms", "sms"),
        ({"first": "telegram"}, "portal", "portal"),
    ],
)
def test_a_message_goes_the_way_that_was_chosen(reachable, chosen, asked, way):
    if chosen is not None:
        Preference.objects.create(user=reachable, **chosen)
    assert tell(reachable, channel=asked).channel == way


def test_a_code_comes_the_way_it_was_asked_for(reachable):
    Preference.objects.create(user=reachable, sms=False)
    assert tell(reachable, channel="sms", template="accounts.phone_code").channel == "sms"


def test_the_same_thing_is_told_once_though_the_choice_changed(reachable):
    assert tell(reachable, channel="sms")
    Preference.objects.create(user=reachable, first="email")
    assert tell(reachable, channel="sms") is None


@pytest.mark.parametrize(("gone", "way"), [((), "sms"), (("phone",), "email"), (("phone", "email"), "telegram")])
def test_the_best_way_to_somebody(reachable, gone, way):
    for name in gone:
        setattr(reachable, name, None)
    assert way_to(reachable) == way


def test_an_app_above_knows_its_peoples_language(gateway, monkeypatch):
    monkeypatch.setitem(recipients._resolvers, "member", lambda message: "+85598765432")
    monkeypatch.setitem(recipients._languages, "member", lambda message: "en")
    enqueue(event="e", template="test.hello", channel="sms", recipient_member=uuid.uuid4())
    Sender().run(20)
    assert gateway.messages[0]["body"].startswith("NSSF:")


def test_where_nobody_knows_the_language_it_is_the_rows(worker):
    message = Message(template="test.hello", language="en", recipient_user=worker, address_ref="", parameters={})
    assert written(message).body.startswith("NSSF:")


def test_two_apps_may_not_claim_one_language(monkeypatch):
    monkeypatch.setitem(recipients._languages, "member", lambda message: "en")
    with pytest.raises(ValueError, match="already"):
        recipients.register_language("member", lambda message: "km")
