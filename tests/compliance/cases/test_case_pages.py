"""A case from its opening to its outcome, through the pages an inspector uses; and who sees none of it."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from compliance.models import CaseFile, Evidence, Finding, FoundWorker, Minutes, Power, ViolationType, Visit
from compliance.services import cases
from nssf_portal.audit.models import ReadLog
from nssf_portal.documents.services import take_in
from nssf_portal.notifications.models import Message
from registration.models import Application
from tests.factories import compliance as make
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.members import MemberFactory, employment

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)


def url(name: str, *args, app: str = "cases") -> str:
    with translation.override("en"):
        return reverse(f"{app}:{name}", args=args)


@pytest.fixture
def inspector(client):
    user = make.inspector()
    client.force_login(user)
    return user


def opened(by, **fields) -> CaseFile:
    given = {"enterprise": EnterpriseFactory(), "kind": "joint", "submission_id": uuid.uuid4()} | fields
    return cases.open_case(by=by, **given)


def held(case: CaseFile, by) -> Visit:
    visit = make.visit(case, planned_on=timezone.localdate())
    Visit.objects.filter(pk=visit.pk).update(state="held", held_at=timezone.now(), held_by=by, workers_met=5)
    CaseFile.objects.filter(pk=case.pk).update(state="visited", visited_at=timezone.now())
    return Visit.objects.get(pk=visit.pk)


def test_a_case_is_opened_from_the_units_page(client, inspector):
    enterprise = EnterpriseFactory()
    form = {"kind": "ordinary", "submission_id": str(uuid.uuid4())}
    assert client.get(url("open", enterprise.pk)).status_code == 200
    first = client.post(url("open", enterprise.pk), form)
    again = client.post(url("open", enterprise.pk), form)

    case = CaseFile.objects.get(enterprise=enterprise)
    assert first.url == again.url == url("case", case.pk)
    page = client.get(url("case", case.pk))
    assert case.reference in page.content.decode()
    assert ReadLog.objects.filter(screen="cases.case", subject_id=case.pk).exists()


def test_a_visit_is_announced_moved_and_cancelled(client, inspector):
    case = opened(inspector, kind="ordinary")
    owner = representative_of(case.enterprise)
    soon, later = (timezone.localdate() + timedelta(days=n) for n in (1, 30))
    early = client.post(url("plan", case.pk), {"on": f"{soon:%d/%m/%Y}", "submission_id": str(uuid.uuid4())})
    assert early.status_code == 422
    client.post(url("plan", case.pk), {"on": f"{later:%d/%m/%Y}", "submission_id": str(uuid.uuid4())})

    visit = Visit.objects.get(case=case)
    case.refresh_from_db()
    assert (visit.announced, case.state) == (True, "notified")
    assert "to be confirmed" in client.get(url("plan", case.pk)).content.decode()
    client.post(url("move", visit.pk), {"to": f"{later + timedelta(days=3):%d/%m/%Y}", "reason": "Flood"})
    for day in (later, later + timedelta(days=3)):
        client.post(url("move", visit.pk), {"to": f"{day:%d/%m/%Y}", "reason": "Flood"})
    client.post(url("cancel", visit.pk), {"text": "Closed that day"})
    visit.refresh_from_db()
    assert (visit.state, visit.planned_on) == ("cancelled", later + timedelta(days=3))
    told = Message.objects.filter(recipient_user=owner).values_list("template", flat=True)
    assert sorted(told) == ["compliance.visit"] * 4 + ["compliance.visit_cancelled"]


def test_a_second_visit_within_the_months_needs_a_reason(client, inspector):
    case = opened(inspector)
    day = timezone.localdate() + timedelta(days=30)
    Visit.objects.create(
        submission_id=uuid.uuid4(), enterprise=case.enterprise, commune_code=case.commune_code, office=case.office,
        planned_on=day - timedelta(days=40), planned_by=inspector,
    )  # fmt: skip
    asked = {"on": f"{day:%d/%m/%Y}", "submission_id": str(uuid.uuid4())}
    assert "so soon" in client.post(url("plan", case.pk), asked).content.decode()
    client.post(url("plan", case.pk), asked | {"reason": "A new complaint"})
    assert Visit.objects.get(case=case).repeat_reason == "A new complaint"


def test_the_sheet_asks_only_what_data_does_not_prove(client, inspector):
    case = opened(inspector)
    employment(MemberFactory(), case.enterprise, date(2024, 1, 2))
    visit = make.visit(case, planned_on=timezone.localdate())
    page = client.get(url("sheet", visit.pk)).content.decode()
    registered = case.checklist.questions.get(code="registered")
    assert f"q_{registered.pk.hex}" not in page
    assert "Registered since" in page
    assert client.get(url("blank", visit.pk)).status_code == 200

    now = timezone.localtime()
    form = {"day": f"{now:%d/%m/%Y}", "time": f"{now:%H:%M}", "workers_met": "12", "statement": "We did not know",
            "name_1": "Sok Dara", "role_1": "manager", "latitude": "11.55", "longitude": "104.92"}  # fmt: skip
    form |= {f"q_{q.pk.hex}": "no" for q in case.checklist.questions.exclude(code="registered")}
    tomorrow = now + timedelta(days=1)
    assert client.post(url("sheet", visit.pk), form | {"day": f"{tomorrow:%d/%m/%Y}"}).status_code == 422
    assert client.post(url("sheet", visit.pk), form).status_code == 302

    visit.refresh_from_db()
    case.refresh_from_db()
    assert (visit.state, visit.workers_met, case.state) == ("held", 12, "visited")
    assert visit.answers.get(question=registered).answer == "proven"
    assert visit.present.get().name == "Sok Dara"
    client.post(url("sheet", visit.pk), form)  # a second time shows what was kept
    assert visit.present.count() == 1


def test_a_worker_found_waits_at_the_desk_and_the_inspector_gains_nothing(client, inspector):
    case = opened(inspector)
    form = {"family_name": "សួន", "given_name": "ផល្លា", "sex": "F", "born_on": "1998", "works_since": "02/01/2024",
            "submission_id": str(uuid.uuid4())}  # fmt: skip
    client.post(url("worker", case.pk), form)
    client.post(url("worker", case.pk), form)

    found = FoundWorker.objects.get(case=case)
    application = Application.objects.get(pk=found.application_id)
    assert (application.channel, application.employer_contact) == ("inspection", "quiet")
    assert application.work_item is not None
    assert (application.helped_by, application.enterprise) == (inspector, case.enterprise)
    assert not inspector.has_permission("applications.take_in")
    assert client.get(reverse("desk_registration:application", args=[application.pk])).status_code in (403, 404)
    assert "សួន ផល្លា" in client.get(url("case", case.pk)).content.decode()


def test_findings_evidence_and_minutes(client, inspector):
    case = opened(inspector)
    held(case, inspector)
    violation = ViolationType.objects.get(code="not_registered")
    finding = {"violation": violation.pk, "text": "Five are missing", "workers": "5", "submission_id": uuid.uuid4()}
    client.post(url("record", case.pk), finding)
    client.post(url("record", case.pk), finding)
    assert Finding.objects.get(case=case).workers == 5

    photo = {"file": SimpleUploadedFile("hall.png", PNG), "note": "The hall", "submission_id": str(uuid.uuid4())}
    assert client.post(url("add_evidence", case.pk), photo).status_code == 302
    evidence = Evidence.objects.get(case=case)
    assert client.get(url("evidence", evidence.pk)).status_code == 200

    make.power("make_minutes")
    refused = {"signature": "refused", "submission_id": str(uuid.uuid4())}
    assert client.post(url("minutes", case.pk), refused).status_code == 422
    client.post(url("minutes", case.pk), refused | {"signature_note": "He does not agree"})
    client.post(url("minutes", case.pk), {"signature": "signed", "signer": "Sok", "submission_id": str(uuid.uuid4())})

    first, second = Minutes.objects.filter(case=case).order_by("made_at")
    case.refresh_from_db()
    assert case.state == "minuted"
    assert first.number != second.number
    assert client.get(url("minutes_km", first.pk))["Content-Type"] == "application/pdf"
    assert client.get(url("case", case.pk)).status_code == 200


def test_without_a_text_in_force_nobody_makes_minutes(client, inspector):
    Power.objects.filter(act="make_minutes").delete()
    case = opened(inspector)
    held(case, inspector)
    assert client.get(url("minutes", case.pk)).status_code == 403
    assert url("minutes", case.pk) not in client.get(url("case", case.pk)).content.decode()


def test_the_chief_assigns_and_an_inspector_may_not(client, inspector):
    case, other = opened(inspector), make.inspector()
    assert client.get(url("assign", case.pk)).status_code == 403
    client.force_login(make.chief())
    client.post(url("assign", case.pk), {"user": other.pk, "leads": "on"})
    assert case.inspectors.get(leads=True).user == other
    row = case.inspectors.get(user=inspector)
    client.post(url("release", case.pk), {"inspector": row.pk})
    row.refresh_from_db()
    assert row.ended_at


def test_closing_and_reopening(client, inspector):
    case = opened(inspector)
    assert client.post(url("close", case.pk), {"outcome": "compliant", "text": "x"}).status_code == 422
    client.post(url("close", case.pk), {"outcome": "not_found", "text": "Nobody there"})
    again = client.post(url("close", case.pk), {"outcome": "not_found", "text": "Nobody there"})
    assert again.status_code == 422
    assert client.get(url("reopen", case.pk)).status_code == 403
    client.force_login(make.chief())
    client.post(url("reopen", case.pk), {"text": "It moved"})
    case.refresh_from_db()
    assert case.state == "opened"


def test_the_staff_list_is_names_and_positions_and_is_read_logged(client, inspector):
    case = opened(inspector)
    worker = employment(MemberFactory(), case.enterprise, date(2024, 1, 2))
    type(worker).objects.filter(pk=worker.pk).update(occupation="Weaver")
    page = client.get(url("staff", case.pk)).content.decode()
    assert "Weaver" in page
    assert str(worker.member.pk) not in page
    assert ReadLog.objects.filter(screen="cases.staff", subject_id=case.pk, user=inspector).exists()


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_cases(client, inspector):
    opened(inspector)
    client.get(url("list"))
    with CaptureQueriesContext(connection) as one:
        client.get(url("list"))
    for _n in range(4):
        opened(inspector)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url("list")).content.decode()
    assert len(many) <= len(one) + 1
    assert page.count("CASE-") >= 5


def test_a_labour_inspector_sees_the_joint_case_they_are_assigned_to_and_no_other(client, inspector):
    case, other = opened(inspector), opened(inspector)
    guest = UserFactory(grant=("labour_inspector", "12"))
    cases.assign(case, guest, by=make.chief())
    client.force_login(guest)
    assert case.reference in client.get(url("list")).content.decode()
    assert client.get(url("case", case.pk)).status_code == 200
    assert client.get(url("case", other.pk)).status_code == 404
    assert client.get(url("staff", case.pk)).status_code == 403
    assert client.get(url("export")).status_code == 403


def test_an_inspector_of_another_province_reaches_nothing(client, inspector):
    case = opened(inspector, enterprise=EnterpriseFactory(commune_code="120101"))
    visit, finding, minutes = make.visit(case), make.finding(case), make.minutes(case)
    upload = take_in(ContentFile(PNG, name="x.png"), kind="evidence", by=inspector)
    evidence = Evidence.objects.create(case=case, upload=upload, added_by=inspector)
    pages = [("case", case), ("assign", case), ("close", case), ("reopen", case), ("staff", case), ("plan", case),
             ("record", case), ("worker", case), ("add_evidence", case), ("minutes", case), ("accept", case),
             ("sheet", visit), ("blank", visit), ("letter", visit), ("move", visit), ("cancel", visit),
             ("finding", finding), ("evidence", evidence), ("minutes_km", minutes), ("minutes_en", minutes),
             ("open", case.enterprise)]  # fmt: skip
    client.force_login(make.chief("12"))
    assert {client.get(url(name, one.pk)).status_code for name, one in pages[:3]} == {200}
    client.force_login(make.chief("17"))
    assert {name: client.get(url(name, one.pk)).status_code for name, one in pages} == {name: 404 for name, _ in pages}
    assert client.post(url("release", case.pk)).status_code == 404
    for query in ({"show": "open"}, {"q": case.reference}, {"q": case.enterprise.name_latin}):
        page = client.get(url("list"), query).content.decode()
        assert case.reference not in page.replace(f'value="{case.reference}"', "").replace(f"q={case.reference}", "")
        assert "<b>0</b>" in page and "<b>1</b>" not in page
        assert case.reference not in client.get(url("export"), query).content.decode()


def test_the_employer_declares_itself_and_an_inspector_accepts(client, inspector):
    enterprise = EnterpriseFactory()
    owner = representative_of(enterprise)
    client.force_login(owner)
    address = url("self_declaration", enterprise.pk, app="employer_cases")
    page = client.get(address)
    assert page.status_code == 200
    form = {name: "yes" for name in page.context["form"].fields if name.startswith("q_") and "note" not in name}
    form["submission_id"] = str(uuid.uuid4())
    assert client.post(address, {"submission_id": form["submission_id"]}).status_code == 422
    client.post(address, form)
    client.post(address, form)
    case = CaseFile.objects.get(enterprise=enterprise, kind="self_declaration")
    assert case.answers.count() == case.checklist.questions.count()
    assert client.get(url("case", case.pk)).status_code == 404
    assert case.reference in client.get(address).content.decode()

    make.power("make_minutes")
    client.force_login(inspector)
    assert client.post(url("accept", case.pk), {"submission_id": str(uuid.uuid4())}).status_code == 302
    case.refresh_from_db()
    assert case.state == "minuted"
    client.post(url("close", case.pk), {"outcome": "compliant", "text": "Accepted"})
    case.refresh_from_db()
    assert case.outcome == "compliant"


def test_a_stranger_declares_nothing(client):
    enterprise = EnterpriseFactory()
    client.force_login(representative_of(EnterpriseFactory()))
    assert client.get(reverse("employer_cases:self_declaration", args=[enterprise.pk])).status_code == 404
