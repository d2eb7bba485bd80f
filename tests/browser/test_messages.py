"""One's messages and how one is told, as they look: new, read, none; Telegram offered, its link, connected."""

import pytest
from allauth.account.models import EmailAddress

from nssf_portal.notifications import chats, templates
from nssf_portal.notifications.sending import show_in_portal
from nssf_portal.notifications.services import enqueue
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"


@pytest.fixture
def person(settings):
    settings.DEMO = True
    user = UserFactory(email="sok@example.test", name="Sok Dara", phone="+85512345678", phone_verified=True)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def told(person, template: str) -> None:
    assert template in {one.code for one in templates.registered()}
    enqueue(
        event=template,
        template=template,
        channel="portal",
        recipient_user=person,
        parameters={"reference": "CLM-26-7K3Q-9"},
    )


def test_messages_and_how_they_come(eye, person):
    eye.sign_in(person.email, PASSWORD)
    eye.go("/messages/")
    eye.look("messages_0_none")
    for template in ("claim.returned", "claim.approved", "claim.invite_asked"):
        told(person, template)
    show_in_portal()
    eye.go("/messages/")
    eye.look("messages_1_new")
    eye.page.locator("article form button").first.click()
    eye.page.wait_for_load_state()
    eye.look("messages_2_one_read")
    eye.go("/messages/preferences/")
    eye.look("messages_3_preferences")
    eye.page.locator("main section form button").click()
    eye.page.wait_for_url("**/preferences/")
    eye.look("messages_4_telegram_link")
    link = eye.page.locator("main section a.govuk-button").get_attribute("href")
    assert chats.bind(link.partition("?start=")[2], 7)
    eye.go("/messages/preferences/")
    eye.look("messages_5_telegram_connected")
    eye.page.locator("main form button").first.click()
    eye.page.wait_for_load_state()
    eye.look("messages_6_saved")
