"""The demonstration's trainings, schools, lessons and questions; everything in it is invented."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from outreach.models import Activity, Course, CourseSession, Enrolment, PlainPage, School, SchoolVisit
from outreach.sample import activities as sample_activities
from outreach.sample.activities import at
from outreach.sample.keys import activity, key
from outreach.services import activities, library, schools, trainings
from outreach.services.trainings import Participant
from outreach.workflow import ENROLMENT

_LONG_AGO = timedelta(days=350)  # a course of twelve months is soon no longer fresh
_SCHOOLS = (
    ("វិទ្យាល័យបឹងកេងកង (គំរូ)", "Boeung Keng Kang high school (sample)", "upper", "120201", "PNH-001", 2_140),
    ("អនុវិទ្យាល័យផ្សារថ្មី (គំរូ)", "Phsar Thmei lower secondary school (sample)", "lower", "120301", "PNH-014", 880),
    ("វិទ្យាស្ថានបច្ចេកទេសដើមថ្កូវ (គំរូ)", "Daeum Thkov technical institute (sample)", "vocational", "120103", "", 460),
)
_TEXT = (
    "ជារៀងរាល់ខែ កម្មករ និងនិយោជកបង់ភាគទានបន្តិចបន្តួច។ ពេលមាននរណាម្នាក់ឈឺ រងគ្រោះថ្នាក់ ឬចាស់ជរា "
    "បេឡាយកប្រាក់នោះទៅជួយ។ សូមគណនា៖ បើមនុស្ស ១០០ នាក់ បង់ម្នាក់ ១ ម៉ឺនរៀល តើមានប្រាក់ប៉ុន្មាន? (គំរូ)"
)
_QUESTIONS = (
    (
        "baby", "health-care", "វេទិកាប្រចាំខែ (គំរូ)",
        "កូនតូចរបស់ខ្ញុំប្រើប័ណ្ណរបស់ខ្ញុំបានទេ?", "Can my baby use my card?",
        "កូនមិនប្រើប័ណ្ណរបស់ឪពុកម្ដាយទេ។ អ្នកក្នុងបន្ទុកចុះបញ្ជីដោយឡែក។ សូមសួរលក្ខខណ្ឌនៅលេខ 1286 (គំរូ)។",
        "A child does not use the parent's card; dependants register themselves. Ask 1286 for the conditions (sample).",
    ),
    (
        "two-jobs", "register-your-workers", "វគ្គសម្រាប់អ្នកទទួលបន្ទុកបុគ្គលិក (គំរូ)",
        "កម្មករធ្វើការពីរកន្លែង តើត្រូវចុះបញ្ជីពីរដងទេ?", "A worker has two jobs: is that two registrations?",
        "ម្នាក់មានលេខតែមួយ។ និយោជកទាំងពីររាយការណ៍ការងាររបស់ខ្លួនដោយប្រើលេខនោះ (គំរូ)។",
        "One person has one number. Both employers report their own employment with it (sample).",
    ),
    ("waiting", "", "នៅផ្សារ (គំរូ)", "បើខ្ញុំឈប់លក់មួយខែ តើត្រូវបង់ទៀតទេ? (គំរូ)", "", "", ""),
)  # fmt: skip


def load(people: dict[str, User]) -> None:
    """Once: a session over and one to come, visits, lessons at each step, questions answered and waiting."""
    if School.objects.filter(submission_id=key("school:0")).exists():
        return
    _session_last_year(people)
    _session_over(people)
    _session_to_come(people)
    _schools(people["outreach"], people["moeys"])
    _lessons(people["moeys"], people["outreach"])
    _library(people["outreach"])


def _session_over(people: dict[str, User]) -> None:
    """Verified three weeks ago: passed, not passed, absent, and one not assessed yet."""
    over, by = activity("training"), people["outreach"]
    course = Course.objects.get(code="clerks-registration")
    CourseSession.objects.create(activity=over, course=course)
    local = Institution.objects.get(code="MOI")
    commune = {"institution": local, "position": "ស្មៀនឃុំ (គំរូ)"}
    rows = {
        "clerk": _enrolled(over, course, by, user=people["clerk.phnompenh"]),
        "inspector": _enrolled(over, course, by, user=people["inspector"]),
        "hq": _enrolled(over, course, by, user=people["clerk.hq"]),
        "commune": _enrolled(over, course, by, name="យិន សារ៉ាត់ (គំរូ)", **commune),
        "absent": _enrolled(over, course, by, name="ទិត សុវណ្ណ (គំរូ)", **commune),
    }
    with acting(by=by, action="demo.came"):  # as it was written down before the report
        ENROLMENT.transition_many(over.enrolments.exclude(pk=rows["absent"].pk), "attend")
        ENROLMENT.transition_many(over.enrolments.filter(pk=rows["absent"].pk), "miss")
    for name, mark in (("clerk", 84), ("inspector", 71), ("hq", 48)):
        trainings.assess(rows[name], mark=mark, by=by)
    _on(over, [rows["clerk"], rows["inspector"], rows["hq"]], over.starts_at + timedelta(days=1))


def _session_last_year(people: dict[str, User]) -> None:
    """A course of twelve months that is soon no longer fresh."""
    by = people["outreach"]
    names = {"name_km": "វគ្គការពារទិន្នន័យ (គំរូ)", "name_en": "Course on the protection of data (sample)"}
    began = at(-_LONG_AGO.days)
    one = _plan(by, "training_last", names, began, began + timedelta(hours=3))
    trainings.give(one, Course.objects.get(code="clerks-privacy"), by=by)
    who = Participant(name="ម៉ៅ ចិន្ដា (គំរូ)", institution=Institution.objects.get(code="MOI"), position="ស្មៀនឃុំ (គំរូ)")
    row = trainings.enrol(one, who, by=by, submission_id=key("enrolment:last"))
    trainings.write_down([row], came=True, by=by)
    sample_activities._verified(one, by, people["outreach.chief"])
    trainings.assess(row, mark=90, by=by)
    _on(one, [row], one.starts_at + timedelta(days=1))


def _plan(by: User, name: str, names: dict[str, str], starts: datetime, ends: datetime) -> Activity:
    return activities.plan(
        by=by, submission_id=key(f"activity:{name}"), type=activity("training").type, starts_at=starts, ends_at=ends,
        place_code="120101", languages=["km"], venue="សាលប្រជុំសង្កាត់ (គំរូ)", is_public=False,
        takes_sign_ups=False, target_group="officials", **names,
    )  # fmt: skip


def _enrolled(over: Activity, course: Course, by: User, **who: Any) -> Enrolment:
    """As if invited before the session was held: the door for that is closed since."""
    with acting(by=by, action="demo.enrolment"):
        return Enrolment.objects.create(
            activity=over, course=course, enrolled_by=by, enrolled_at=over.created_at, **who
        )


def _on(over: Activity, rows: list[Enrolment], moment: Any) -> None:
    """The day of the story, not the day on which the sample was loaded."""
    with acting(by=over.created_by, action="demo.days"):
        Enrolment.objects.filter(pk__in=[row.pk for row in rows]).update(assessed_at=moment)


def _session_to_come(people: dict[str, User]) -> None:
    by = people["outreach"]
    names = {"name_km": "វគ្គអធិការកិច្ចសម្រាប់អធិការ (គំរូ)", "name_en": "Inspection course for inspectors (sample)"}
    coming = _plan(by, "training_next", names, at(10), at(10, 16))
    trainings.give(coming, Course.objects.get(code="inspectors-law"), by=by)
    for name in ("inspector", "chief"):
        trainings.enrol(coming, Participant(user=people[name]), by=by, submission_id=key(f"enrolment:{name}"))


def _schools(officer: User, ministry: User) -> None:
    """Three schools; one visited by the Fund, one reported by the ministry and waiting."""
    fields = ("name_km", "name_en", "level", "commune_code", "code", "pupils")
    made = [
        schools.keep(None, by=ministry, submission_id=key(f"school:{at}"), **dict(zip(fields, row, strict=True)))
        for at, row in enumerate(_SCHOOLS)
    ]
    SchoolVisit.objects.create(activity=activity("school"), school=made[0], grade="10-12")
    told = {"women": 112, "men": 97, "not_stated": 4, "about": "ហេតុអ្វីត្រូវមានសន្តិសុខសង្គម (គំរូ)"}
    day = timezone.localdate() - timedelta(days=4)
    schools.report_visit(made[1], by=ministry, submission_id=key("school_visit:1"), on=day, grade="8-9", **told)


def _lessons(ministry: User, officer: User) -> None:
    rows = (
        ("ភាគទានគឺជាការជួយគ្នា (គំរូ)", "A contribution is helping each other (sample)", "10", 5),
        ("សិទ្ធិរបស់កម្មករ (គំរូ)", "Rights of workers (sample)", "12", 2),
        ("លំហាត់គណិតវិទ្យាអំពីប្រាក់សោធន (គំរូ)", "Arithmetic of a pension (sample)", "9", 0),
    )
    moves: tuple[tuple[str, dict[str, Any]], ...] = (
        ("draft", {}), ("approve", {"note": "លិខិតលេខ ១២ (គំរូ)"}), ("print", {}),
        ("teach", {"taught_from": timezone.localdate() - timedelta(days=20)}),
    )  # fmt: skip
    for at_row, (km, en, grade, far) in enumerate(rows):
        item = schools.propose_item(
            by=ministry if far else officer, submission_id=key(f"lesson:{at_row}"), name_km=km, name_en=en,
            level="upper" if grade != "9" else "lower", grade=grade, subject="សីលធម៌-ពលរដ្ឋវិជ្ជា" if far else "គណិតវិទ្យា",
            textbook="សៀវភៅសិក្សាគោល មេរៀនទី ៤ (គំរូ)" if far else "", text=_TEXT if far else "",
            institution=Institution.objects.get(code="MOEYS"),
        )  # fmt: skip
        for move, more in moves[:far]:
            schools.step(item, move, by=ministry, **more)


def _library(officer: User) -> None:
    """Two questions answered, one waits; one page is to be looked at again, one is kept by the officer."""
    for name, slug, where, km, en, answer_km, answer_en in _QUESTIONS:
        asked = library.ask(question=km, in_english=False, slug=slug, submission_id=key(f"asked:{name}"), where=where)
        if answer_km:
            words = {"question_km": km, "question_en": en, "answer_km": answer_km, "answer_en": answer_en, "slug": slug}
            library.answer(asked, by=officer, publish=True, **words)
    pages = PlainPage.objects.published()
    for page in pages.filter(slug="health-care"):
        library.still_right(page, by=officer)
    with acting(by=officer, action="demo.days"):
        pages.filter(slug="card-lost").update(review_on=timezone.localdate() - timedelta(days=3))
