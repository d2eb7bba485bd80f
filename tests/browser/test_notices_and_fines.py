"""Notices and fines on both sides: the inspector's list and papers, the chief's decision, the employer's answer."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from compliance.models import Fine, Notice, ViolationType
from compliance.services import issuing
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.factories import compliance as made
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONFIRMED = (LawValue, ViolationType)
PASSWORD = "papers of the lotus 2026"
KM = "ក្រុមហ៊ុន វាយនភណ្ឌ និងកាត់ដេរសម្លៀកបំពាក់ អន្តរជាតិ កម្ពុជា អភិវឌ្ឍន៍ពាណិជ្ជកម្ម និងសេវាកម្មដឹកជញ្ជូន ឯ.ក"


def signed(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def confirmed(transactional_db):
    """The law book outlives a test that commits: what was to be confirmed is so again afterwards."""
    waiting = {model: list(model.objects.filter(confirmed=False).values_list("pk", flat=True)) for model in CONFIRMED}
    made.confirm_law()
    yield
    for model, keys in waiting.items():
        model.objects.filter(pk__in=keys).update(confirmed=False)
    book.forget()


@pytest.fixture
def papers(confirmed, monkeypatch):
    monkeypatch.setattr(issuing, "typeset", lambda template, context, language: b"%PDF-1.4")
    for act in ("issue_reminder", "issue_warning", "issue_hearing", "propose_fine", "confirm_fine", "refer_to_court"):
        made.power(act)
    enterprise = EnterpriseFactory(name_km=KM, name_latin="International Cambodia Textile and Transport Co., Ltd.")
    case = made.case_file(enterprise, state="minuted", minuted_at=timezone.now())
    served = made.served(case)
    over = made.served(case)
    yesterday = timezone.localdate() - timedelta(days=1)
    Notice.objects.filter(pk=over.pk).update(due_on=yesterday, state="expired", expired_at=timezone.now())
    fine = made.confirmed_fine(case)
    late = made.confirmed_fine()
    Fine.objects.filter(pk=late.pk).update(due_on=yesterday)
    yield {
        "case": case,
        "notice": served,
        "fine": fine,
        "late": late,
        "proposed": made.fine(case),
        "finding": made.finding(case, 25),
        "relief": made.adjustment(fine),
        "issued": made.notice(case),
        "owner": signed(representative_of(enterprise)),
        "chief": signed(made.chief()),
    }
    made.law_as_seeded()


@pytest.mark.parametrize("eye", [("km", 390)], ids=["km-390"], indirect=True)
def test_both_sides_of_a_fine(eye, papers):
    eye.sign_in(papers["chief"].email, PASSWORD)
    for name, path in {
        "list": "",
        "notice_new": f"notices/new/{papers['case'].pk}/",
        "notice": f"notices/{papers['issued'].pk}/",
        "fine_new": f"fines/new/{papers['finding'].pk}/",
        "fine_proposed": f"fines/{papers['proposed'].pk}/",
        "fine_relief": f"fines/{papers['fine'].pk}/",
        "fine_late": f"fines/{papers['late'].pk}/",
    }.items():
        eye.go(f"/inspect/papers/{path}")
        eye.look(f"papers_{name}")
    eye.sign_in(papers["owner"].email, PASSWORD)
    eye.look("papers_employer_now")
    own = f"/employer/{papers['case'].enterprise_id}/notices/"
    eye.go(own)
    eye.look("papers_employer_list")
    eye.go(f"{own}fines/{papers['fine'].pk}/")
    eye.look("papers_employer_fine")
    eye.go(f"{own}{papers['notice'].pk}/answer/")
    eye.page.fill("textarea[name=text]", "យើងបានចុះបញ្ជិកាហើយ")
    eye.look("papers_employer_answer")
    eye.page.locator("main form button[type=submit]").last.click()
    eye.page.wait_for_url(lambda url: "/answer/" not in url)
    eye.look("papers_employer_notice")
