"""The rooms of powers, texts, guidelines, checklists, ties and strength, as a chief sees them."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from compliance.services import checklists, guidelines, texts
from tests.factories import compliance as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "chief of the lotus 2026"
ROOT = "/inspect/powers/"


@pytest.fixture
def chief(transactional_db):
    user = make.chief("HQ")
    user.name = "សុខ ចាន់ធូ"
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize("eye", [("en", 1280)], ids=["en-1280"], indirect=True)
def test_a_chief_goes_through_the_rooms(eye, chief):
    text = texts.begin(
        title_km="ប្រកាសស្ដីពីអំណាច", title_en="Prakas on powers", due_on=timezone.localdate() - timedelta(days=2), by=chief
    )
    texts.step(text, "draft", note="First words", by=chief)
    guide = guidelines.publish(make.guideline(), by=chief)
    recommended = make.recommendation()
    checklist = make.checklist()
    make.checklist_question(checklist)
    draft = checklists.draft(kind="follow_up", by=chief)
    make.conflict(chief)
    eye.sign_in(chief.email, PASSWORD)
    eye.go(ROOT)
    power = eye.page.locator("tbody a").first.get_attribute("href")
    looked = {
        "powers": "",
        "power_add": "add/",
        "texts": "texts/",
        "text": f"texts/{text.pk}/",
        "text_edit": f"texts/{text.pk}/edit/",
        "guidelines": "guidelines/",
        "guideline": f"guidelines/{guide.pk}/",
        "checklists": "checklists/",
        "checklist_draft": f"checklists/{draft.pk}/",
        "recommendations": "recommendations/",
        "recommendation": f"recommendations/{recommended.pk}/",
        "recommend": f"recommend/{recommended.case_id}/",
        "strength": "strength/",
        "me": "me/",
    }
    for name, path in looked.items():
        eye.go(ROOT + path)
        eye.look(f"powers_{name}")
    eye.page.goto(f"{eye.base}{power}")
    eye.look("powers_power")
    eye.go(f"{ROOT}me/")
    eye.page.fill("[name=text]", recommended.case.enterprise.nssf_number)
    eye.page.locator("main form[action$='search/'] button").click()
    eye.look("powers_tie")
    eye.page.locator("[name=tie]").first.check()
    eye.page.locator("main form[action$='declare/'] button").click()
    assert eye.page.locator("form[action*='/ties/']").count() == 2
