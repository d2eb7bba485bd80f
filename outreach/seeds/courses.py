"""Courses of officials (plan 4.3): what the plan names; goals are a first proposal that teachers change."""

from typing import Any

from nssf_portal.audit.tracking import acting
from outreach.enums import CourseKind
from outreach.models import Course

K = CourseKind
# Code, for whom, Khmer, English, goals in Khmer, goals in English, hours, mark needed, months until a refresher.
COURSES: tuple[tuple[str, str, str, str, str, str, int, int | None, int | None], ...] = (
    (
        "inspectors-law", K.INSPECTORS,
        "ច្បាប់សន្តិសុខសង្គម និងអធិការកិច្ច", "Social security law and inspection",
        "ស្គាល់កាតព្វកិច្ចរបស់និយោជក អំណាចរបស់អធិការ និងជំហាននៃអធិការកិច្ចរហូតដល់កំណត់ហេតុ។",
        "Know the duties of employers, the powers of inspectors, and the steps of an inspection up to the minutes.",
        12, 60, 24,
    ),
    (
        "inspectors-evidence", K.INSPECTORS,
        "ការប្រមូលភស្តុតាង និងការសន្ទនា", "Evidence and interviews",
        "ចេះសួរ ស្ដាប់ កត់ត្រា និងការពារអ្នកផ្ដល់ព័ត៌មាន។",
        "Ask, listen, write down, and protect whoever gives information.",
        6, None, 24,
    ),
    (
        "clerks-registration", K.CLERKS,
        "ការចុះបញ្ជី និងការសម្រេចនៅបញ្ជរ", "Registration and decisions at the counter",
        "ពិនិត្យអត្តសញ្ញាណ ជៀសវាងការចុះបញ្ជីស្ទួន និងពន្យល់មូលហេតុនៃការសម្រេចដោយពាក្យងាយយល់។",
        "Check identity, avoid registering twice, and explain each decision in plain words.",
        6, 60, 24,
    ),
    (
        "clerks-privacy", K.CLERKS,
        "ការការពារទិន្នន័យផ្ទាល់ខ្លួន", "Protection of personal data",
        "មើលតែអ្វីដែលត្រូវការ សរសេរមូលហេតុ និងមិនចែករំលែកទៅក្រៅ។",
        "Look only at what is needed, give the reason, and share nothing outside.",
        3, 70, 12,
    ),
    (
        "outreach-speaking", K.OUTREACH,
        "ការផ្សព្វផ្សាយដោយពាក្យងាយយល់", "Speaking about social security in plain words",
        "រៀបចំកម្មវិធី ស្ដាប់សំណួរ និងរាប់អ្នកចូលរួមដោយស្មោះត្រង់។",
        "Prepare an activity, listen to questions, and count who came honestly.",
        6, None, None,
    ),
    (
        "local-social-security", K.LOCAL,
        "សន្តិសុខសង្គមសម្រាប់រដ្ឋបាលថ្នាក់ក្រោមជាតិ", "Social security for the sub-national administration",
        "ដឹងថាអ្នកណាត្រូវចុះបញ្ជី នៅទីណា និងជួយប្រជាពលរដ្ឋឱ្យរកផ្លូវបាន។",
        "Know who registers and where, and help people find the way.",
        3, None, 24,
    ),
)  # fmt: skip


def seed() -> None:
    """Adds what is missing; what teachers changed stays."""
    known = set(Course.objects.values_list("code", flat=True))
    missing = [_fields(*row) for row in COURSES if row[0] not in known]
    if missing:
        with acting(by=None, action="course.seed"):
            for fields in missing:
                Course.objects.create(**fields)


def _fields(
    code: str,
    kind: str,
    km: str,
    en: str,
    goals_km: str,
    goals_en: str,
    hours: int,
    mark: int | None,
    months: int | None,
) -> dict[str, Any]:
    names = {"code": code, "kind": kind, "name_km": km, "name_en": en, "goals_km": goals_km, "goals_en": goals_en}
    return names | {"hours": hours, "pass_mark": mark, "valid_months": months}
