"""Nouns of outreach, one maker each: what is not said is an ordinary workshop in Phnom Penh next week."""

import uuid
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nssf_portal.accounts.models import Institution, RoleGrant, User
from nssf_portal.documents.models import Upload
from nssf_portal.documents.services import take_in
from nssf_portal.references import new_reference
from outreach.models import (
    Activity,
    ActivityEvidence,
    ActivityPartner,
    ActivityType,
    AskedQuestion,
    Attendance,
    BudgetLine,
    Competition,
    CompetitionQuestion,
    Consultation,
    Course,
    CurriculumItem,
    Enrolment,
    HeadCount,
    Material,
    MaterialVersion,
    PersonList,
    PlainPage,
    QuizChoice,
    QuizQuestion,
    School,
    Series,
    SignUp,
    Speaker,
    Team,
    TypeField,
)
from registration.models import MobileUnit, StopBooking, UnitStop
from tests.factories.accounts import OfficeFactory, UserFactory


def officer(code: str = "12") -> User:
    return UserFactory(grant=("outreach_officer", code))


def chief(code: str = "HQ") -> User:
    return UserFactory(grant=("outreach_chief", code))


def institution(code: str = "ASSOC") -> Institution:
    return Institution.objects.get_or_create(code=code, defaults={"name_km": code, "name_en": code})[0]


def partner(code: str = "ASSOC", role: str = "outreach_partner") -> User:
    user = UserFactory()
    RoleGrant.objects.create(user=user, role=role, institution=institution(code))
    return user


def ministry_of_education() -> User:
    return partner("MOEYS", "school_partner")


def activity_type(code: str = "", **fields) -> ActivityType:
    given = {"name_km": "សិក្ខាសាលា", "name_en": "Workshop", "action": "4.4"} | fields
    return ActivityType.objects.create(code=code or f"type-{uuid.uuid4().hex[:8]}", **given)


def type_field(of: ActivityType | None = None, **fields) -> TypeField:
    given = {"label_km": "ចំនួន", "label_en": "How many", "kind": "number"} | fields
    return TypeField.objects.create(type=of or activity_type(), **given)


def series(**fields) -> Series:
    given = {
        "name_km": "សិក្ខាសាលាប្រចាំសប្ដាហ៍",
        "name_en": "Weekly workshop",
        "rhythm": "weekly",
        "place_code": "120101",
        "first_on": date(2026, 12, 1),
        "last_on": date(2026, 12, 31),
        "starts": "09:00",
        "ends": "11:00",
    } | fields
    given.setdefault("type", activity_type() if "type" not in fields else fields["type"])
    given.setdefault("office", OfficeFactory(code="12"))
    given.setdefault("created_by", officer())
    return Series.objects.create(submission_id=uuid.uuid4(), **given)


def activity(state: str = "planned", **fields) -> Activity:
    """In seven days; what took place was last week."""
    took_place = state in ("held", "reported", "verified")
    start = timezone.now() + timedelta(days=-7 if took_place else 7)
    given = {
        "name_km": "សិក្ខាសាលាអំពី ប.ស.ស.",
        "name_en": "Workshop about the Fund",
        "place_code": "120101",
        "venue": "Commune hall",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
    } | fields
    given.setdefault("created_by", officer())
    if "type" not in given:
        given["type"] = activity_type()
    if "office" not in given:
        given["office"] = OfficeFactory(code="12")
    given |= _reached(state, given)
    return Activity.objects.create(
        submission_id=uuid.uuid4(), reference=new_reference("ACT", letters=7), state=state, **given
    )


def _reached(state: str, given: dict) -> dict:
    """Who and when of every state on the way to this one."""
    way = {
        "announced": ("announced",),
        "held": ("held",),
        "reported": ("held", "reported"),
        "verified": ("held", "reported", "verified"),
    }
    steps = way.get(state, ())
    who = {"verified": given.get("verified_by") or (chief() if "verified" in steps else None)}
    return {
        name: value
        for step in steps
        for name, value in (
            (f"{step}_at", given.get(f"{step}_at") or timezone.now()),
            (f"{step}_by", who.get(step) or given["created_by"]),
        )
    }


def money(of: Activity, amount: int = 400_000, kind: str = "spent", **fields) -> BudgetLine:
    given = {"what": "Hall", "entered_by": of.created_by} | fields
    return BudgetLine.objects.create(activity=of, kind=kind, amount=amount, submission_id=uuid.uuid4(), **given)


def activity_partner(of: Activity, code: str = "ASSOC", role: str = "mobiliser") -> ActivityPartner:
    return ActivityPartner.objects.create(activity=of, institution=institution(code), role=role)


def speaker(of: Activity, **fields) -> Speaker:
    return Speaker.objects.create(activity=of, **({"name": "Sok Dara"} | fields))


def paper(by: User, kind: str) -> Upload:
    """A file that can be handed out again."""
    return take_in(
        SimpleUploadedFile("paper.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"), kind=kind, by=by
    )


def evidence(of: Activity, kind: str = "photo") -> ActivityEvidence:
    return ActivityEvidence.objects.create(
        activity=of, kind=kind, upload=paper(of.created_by, "activity"), added_by=of.created_by
    )


def material(**fields) -> Material:
    given = {"name_km": "ខិត្តប័ណ្ណ", "name_en": "Leaflet", "created_by": fields.pop("created_by", None) or officer()}
    return Material.objects.create(submission_id=uuid.uuid4(), **(given | fields))


def material_version(of: Material | None = None, version: int = 1) -> MaterialVersion:
    of = of or material()
    return MaterialVersion.objects.create(
        material=of, version=version, upload=paper(of.created_by, "material"), added_by=of.created_by
    )


def consultation(of: Activity, **fields) -> Consultation:
    given = {"heard": "The form is too long.", "entered_by": of.created_by} | fields
    return Consultation.objects.create(activity=of, submission_id=uuid.uuid4(), **given)


def sign_up(of: Activity, **fields) -> SignUp:
    return SignUp.objects.create(
        activity=of, submission_id=uuid.uuid4(), reference=new_reference("EVT", letters=7), **fields
    )


def attendance(of: Activity, **fields) -> Attendance:
    given = {"how": "desk", "gender": "f"} | fields
    return Attendance.objects.create(activity=of, submission_id=uuid.uuid4(), **given)


def heads(of: Activity, women: int = 10, men: int = 5, not_stated: int = 0, **fields) -> HeadCount:
    given = {"counted_by": of.created_by} | fields
    return HeadCount.objects.create(
        activity=of, submission_id=uuid.uuid4(), women=women, men=men, not_stated=not_stated, **given
    )


def person_list(of: Activity, code: str = "ASSOC", **fields) -> PersonList:
    given = {"received_by": of.created_by} | fields
    return PersonList.objects.create(activity=of, institution=institution(code), submission_id=uuid.uuid4(), **given)


def question(right: str = "NSSF", wrong: tuple[str, ...] = ("GDT", "MoC"), **fields) -> QuizQuestion:
    given = {"kind": "procedures", "text_km": "ចុះបញ្ជីនៅឯណា?", "text_en": "Where do I register?"} | fields
    made = QuizQuestion.objects.create(**given)
    for order, text in enumerate((right, *wrong)):
        QuizChoice.objects.create(question=made, text_km=text, text_en=text, is_right=order == 0, order=order)
    return made


def competition(of: Activity | None = None, **fields) -> Competition:
    of = of or activity("announced")
    given = {"made_by": of.created_by} | fields
    return Competition.objects.create(activity=of, **given)


def competition_question(of: Competition, **fields) -> CompetitionQuestion:
    given = {"question": fields.pop("question", None) or question()} | fields
    return CompetitionQuestion.objects.create(competition=of, **given)


def team(of: Competition, name: str = "Lotus") -> Team:
    return Team.objects.create(competition=of, name=name)


def course(code: str = "", **fields) -> Course:
    given = {
        "name_km": "វគ្គអធិការ",
        "name_en": "Course of inspectors",
        "kind": "inspectors",
        "valid_months": 24,
    } | fields
    return Course.objects.create(code=code or f"course-{uuid.uuid4().hex[:8]}", **given)


def enrolment(of: Activity | None = None, in_course: Course | None = None, **fields) -> Enrolment:
    of = of or activity("held")
    given = {"enrolled_by": of.created_by} | fields
    if "user" not in given and "name" not in given:
        given["user"] = UserFactory(grant=("inspector", "12"))
    return Enrolment.objects.create(activity=of, course=in_course or course(), **given)


def school(**fields) -> School:
    given = {"name_km": "វិទ្យាល័យ", "name_en": "High school", "level": "upper", "commune_code": "120101"} | fields
    return School.objects.create(submission_id=uuid.uuid4(), **given)


def curriculum_item(**fields) -> CurriculumItem:
    given = {"name_km": "មេរៀន", "name_en": "Lesson", "level": "upper", "grade": "10", "subject": "Civics"} | fields
    given.setdefault("proposed_by", ministry_of_education() if "proposed_by" not in given else given["proposed_by"])
    return CurriculumItem.objects.create(submission_id=uuid.uuid4(), **given)


def page(slug: str = "", **fields) -> PlainPage:
    given = {
        "topic": "scheme",
        "title_km": "ហានិភ័យការងារ",
        "title_en": "Occupational risk",
        "body_km": "អត្ថបទ",
        "body_en": "Text",
        "source": "Sample text (invented)",
        "review_on": date(2027, 6, 30),
        "state": "published",
        "published_at": timezone.now(),
    } | fields
    return PlainPage.objects.create(slug=slug or f"page-{uuid.uuid4().hex[:8]}", submission_id=uuid.uuid4(), **given)


def asked_question(**fields) -> AskedQuestion:
    given = {"question_km": "តើត្រូវបង់ប៉ុន្មាន?", "question_en": "How much is it?"} | fields
    return AskedQuestion.objects.create(submission_id=uuid.uuid4(), **given)


def unit(code: str = "", **fields) -> MobileUnit:
    given = {"name_km": "ឡានចល័ត", "name_en": "Van", "place_code": "12"} | fields
    if "office" not in given:
        given["office"] = OfficeFactory(code="12")
    return MobileUnit.objects.create(code=code or f"unit-{uuid.uuid4().hex[:8]}", **given)


def stop(of: MobileUnit | None = None, **fields) -> UnitStop:
    start = timezone.now() + timedelta(days=7)
    given = {
        "kind": "mobile",
        "commune_code": "120101",
        "venue": "Market",
        "starts_at": start,
        "ends_at": start + timedelta(hours=4),
        "state": "announced",
        "announced_at": timezone.now(),
    } | fields
    given.setdefault("planned_by", officer())
    if given["kind"] == "mobile":
        given["unit"] = of or unit()
    return UnitStop.objects.create(submission_id=uuid.uuid4(), reference=new_reference("STP", letters=7), **given)


def booking(of: UnitStop | None = None, **fields) -> StopBooking:
    of = of or stop()
    given = {"slot_at": of.starts_at} | fields
    return StopBooking.objects.create(
        stop=of, submission_id=uuid.uuid4(), reference=new_reference("BKG", letters=7), **given
    )
