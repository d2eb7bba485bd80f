"""A ministry says how its row goes and gets it back with comments; the secretariat looks at entries and the log."""

import pytest
from django.core.cache import cache

from nssf_portal.accounts.demo import PEOPLE, make_demo_people
from nssf_portal.accounts.models import User
from reporting.models import CoordinationItem, Finding, ProgressEntry
from reporting.sample import entries
from tests.browser.conftest import SECRET

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = "/reports/progress/"


@pytest.fixture
def people(settings, transactional_db):
    settings.DEMO = True
    cache.clear()
    make_demo_people()
    by_email = {user.email: user for user in User.objects.all()}
    found = {person.key: by_email[person.email] for person in PEOPLE}
    for name in ("contact", "analyst"):
        found[name].set_password(SECRET)
        found[name].save()
    entries.load(found)
    yield found
    cache.clear()


def test_a_ministry_writes_and_the_secretariat_returns(eye, people):
    own = ProgressEntry.objects.filter(institution__code="MISTI").order_by("-call__period", "measure__number")
    one = own.get(state="drafted")
    eye.sign_in(people["contact"].email, SECRET)
    eye.look("progress_1_owed")
    eye.go(f"{HOME}{one.pk}/write/")
    eye.look("progress_2_write")
    eye.page.check("input[name=status][value=on_track]")
    eye.page.fill("textarea[name=needs]", "A reply of the Fund.")
    eye.page.click("button[value=send]")
    eye.look("progress_3_sent")
    eye.go(f"{HOME}findings/new/")
    eye.look("progress_4_finding_form")
    eye.sign_in(people["analyst"].email, SECRET)
    eye.go(HOME)
    eye.look("progress_5_all")
    eye.go(f"{HOME}{one.pk}/return/")
    eye.page.fill("textarea[name=why]", "Which association?")
    eye.page.click("main form.fields button")
    eye.look("progress_6_returned")
    for name, path in {
        "7_figures": f"{HOME}{_with_a_figure().pk}/",
        "8_calls": f"{HOME}calls/",
        "9_findings": f"{HOME}findings/",
        "10_finding": f"{HOME}findings/{Finding.objects.first().pk}/",
        "11_answers": f"{HOME}answers/",
        "12_log": "/reports/coordination/",
        "13_item": f"/reports/coordination/{CoordinationItem.objects.get(state='open').pk}/",
        "14_new": f"/reports/coordination/new/?entry={one.pk}",
    }.items():
        eye.go(path)
        eye.look(f"progress_{name}")


def _with_a_figure() -> ProgressEntry:
    return ProgressEntry.objects.filter(values__isnull=False).order_by("-call__period", "measure__number").first()
