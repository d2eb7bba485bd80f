"""Public events on a telephone and on a screen: the calendar, one event, signing up, cancelling."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import outreach as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG_KM = "វេទិកាពិភាក្សាប្រចាំខែស្ដីពីការចុះបញ្ជីសហគ្រាស និងកម្មករនិយោជិតក្នុងវិស័យកាត់ដេរសម្លៀកបំពាក់ និងស្បែកជើង"
LONG_EN = "Monthly discussion forum on the registration of enterprises and workers in garments and footwear"


@pytest.fixture
def calendar(transactional_db):
    """A forum with few places, one that is full, one that is cancelled, one simply to come to, and a stop."""
    names = {"name_km": "សិក្ខាសាលាប្រចាំសប្ដាហ៍", "name_en": "Weekly workshop"}
    forum = made.activity(
        "announced", name_km=LONG_KM, name_en=LONG_EN, capacity=40, languages=["km", "sgn"], target_group="employers",
        latitude="11.55640", longitude="104.92820", contact_phone="+85510000024",
        summary_km="ការចុះបញ្ជី សិទ្ធិ កាតព្វកិច្ច និងអត្ថប្រយោជន៍។", summary_en="Registration, rights, duties and benefits.",
    )  # fmt: skip
    made.speaker(forum, name="គង់ សុផល", organisation="ប.ស.ស.", agreed=True)
    made.activity_partner(forum)
    made.sign_up(made.activity("announced", capacity=1, **names))
    made.activity("announced", takes_sign_ups=False, **names)
    gone = {"state": "cancelled", "announced_at": timezone.now(), "announced_by": forum.created_by}
    cancelled = {"cancelled_at": timezone.now(), "cancelled_by": forum.created_by}
    made.activity(**gone, **cancelled, created_by=forum.created_by, **names)
    start = timezone.now() + timedelta(days=2)
    made.stop(venue="ផ្សារអូឡាំពិក", starts_at=start, ends_at=start + timedelta(hours=4))
    return forum


def test_from_the_first_page_to_a_cancelled_sign_up(eye, calendar):
    page, sizes = eye.page, {}
    page.on("response", lambda answer: sizes.__setitem__(answer.url, wire(answer)))
    eye.go("/events/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) <= 110_000  # with fonts, as a cheap telephone pays for it
    eye.look("events_list")
    page.locator("main details summary").first.click()
    eye.look("events_choice")
    page.locator(f'main a[href$="/events/{calendar.pk}/"]').click()
    eye.look("events_one")
    page.locator('main a[href$="/sign-up/"]').click()
    page.locator("main form button[type=submit]").click()
    eye.look("events_sign_up_wrong")
    page.fill('[name="people"]', "2")
    page.fill('[name="childcare"]', "1")
    page.check('[name="consent"]')
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/mine/")
    eye.look("events_mine")
    page.locator("main form .govuk-button--warning").click()
    eye.look("events_mine_cancelled")
    eye.go("/events/mine/find/")
    eye.look("events_find")
    eye.go("/")
    eye.look("events_home")


def wire(answer) -> int:
    """What an answer weighs on its way, compressed as a server sends it."""
    body = answer.body()
    return 400 + (len(body) if answer.url.endswith(".woff2") else min(len(body), len(gzip.compress(body))))
