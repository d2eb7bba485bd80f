"""Types of activity of the plan's action table, with their sheets."""

from dataclasses import dataclass
from typing import Any

from nssf_portal.audit.tracking import acting
from outreach.enums import FieldKind
from outreach.models import ActivityType, TypeField

N, YN, T, C = FieldKind.NUMBER, FieldKind.YES_NO, FieldKind.TEXT, FieldKind.CHOICE
PRIVATE = {"is_public": False}


@dataclass(frozen=True)
class _Ask:
    km: str
    en: str
    kind: str = N
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


_QUESTIONS = _Ask("សំណួរដែលគេសួរច្រើនជាងគេ", "Questions asked most", T)
_TOPICS = _Ask("ប្រធានបទដែលបាននិយាយ", "Topics that were spoken about", T, True)
_ENTERPRISES = _Ask("ចំនួនសហគ្រាសដែលចូលរួម", "Enterprises that took part", N, True)
_LEAFLETS = _Ask("ចំនួនខិត្តប័ណ្ណដែលបានចែក", "Leaflets given out")
_HELPED = _Ask("ចំនួនអ្នកដែលបានជួយចុះបញ្ជីនៅកន្លែង", "People helped to register on the spot")
_WHERE = _Ask(
    "នៅកន្លែងប្រភេទណា",
    "What kind of place",
    C,
    True,
    (
        ("រោងចក្រ ឬសហគ្រាស", "Factory or enterprise"),
        ("ផ្សារ ឬផ្សារទំនើប", "Market or mall"),
        ("ស្ថាប័ន", "Institution"),
        ("កន្លែងផ្សេងទៀត", "Another place"),
    ),
)
_STAFF_TOLD = _Ask("និយោជកបានឱ្យបុគ្គលិកចូលរួមក្នុងម៉ោងធ្វើការឬទេ?", "Did the employer let staff come in working hours?", YN)
_SPEAKERS = _Ask("អ្នកនិយាយមកពីផ្នែកណាខ្លះ", "From which sides speakers came", T)
_OUTCOME = _Ask("លទ្ធផលនៃការពិភាក្សា", "What came of the discussion", T, True)
_TEAMS = _Ask("ចំនួនក្រុម", "Teams", N, True)
_PRIZES = _Ask("ចំនួនរង្វាន់ដែលបានប្រគល់", "Prizes given")
_OFFICIALS = _Ask("ចំនួនមន្ត្រីថ្នាក់ក្រោមជាតិ", "Officials of the sub-national level", N, True)
_CLASSES = _Ask("ចំនួនថ្នាក់រៀន", "Classes visited", N, True)
_TEACHERS = _Ask("ចំនួនគ្រូដែលចូលរួម", "Teachers who took part")
_LEVEL = _Ask(
    "សម្រាប់កម្រិតសិក្សាណា",
    "For which level",
    C,
    True,
    (
        ("បឋមសិក្សា", "Primary"),
        ("មធ្យមសិក្សា", "Secondary"),
        ("បច្ចេកទេស និងវិជ្ជាជីវៈ", "Technical and vocational"),
        ("ឧត្តមសិក្សា", "Higher education"),
    ),
)
_AGREED = _Ask("អ្វីដែលបានឯកភាពគ្នា", "What was agreed", T, True)

# Code, row of the action table, Khmer, English, what is special, questions.
TYPES: tuple[tuple[str, str, str, str, dict[str, Any], tuple[_Ask, ...]], ...] = (
    (
        "on-site-day", "1.2", "ថ្ងៃចុះបញ្ជីដល់កន្លែង", "On-site registration day",
        {"at_enterprise": True, "minutes": 240, **PRIVATE}, (_WHERE, _HELPED, _STAFF_TOLD),
    ),
    (
        "enterprise-course", "4.1", "វគ្គពង្រឹងសមត្ថភាពសម្រាប់សហគ្រាស", "Course for enterprises",
        {"minutes": 240}, (_ENTERPRISES, _TOPICS, _QUESTIONS),
    ),
    (
        "enterprise-outreach", "4.1", "ការផ្សព្វផ្សាយផ្ទាល់នៅសហគ្រាស", "Direct outreach at an enterprise",
        {"at_enterprise": True, "minutes": 90, **PRIVATE}, (_STAFF_TOLD, _TOPICS, _LEAFLETS, _HELPED),
    ),
    (
        "forum-monthly", "4.2", "វេទិកាពិភាក្សាប្រចាំខែ", "Monthly discussion forum",
        {"minutes": 180}, (_OUTCOME, _SPEAKERS, _QUESTIONS),
    ),
    (
        "forum-annual", "4.2", "វេទិកាពិភាក្សាប្រចាំឆ្នាំ", "Annual discussion forum",
        {"minutes": 480}, (_OUTCOME, _SPEAKERS, _QUESTIONS),
    ),
    (
        "competition", "4.2", "ការប្រកួតប្រជែងចំណេះដឹង", "Knowledge competition",
        {"is_competition": True, "minutes": 120}, (_TEAMS, _PRIZES),
    ),
    (
        "training-officials", "4.3", "ការបណ្ដុះបណ្ដាលមន្ត្រី", "Training of officials",
        {"for_officials": True, "minutes": 480, **PRIVATE}, (_TOPICS, _OFFICIALS),
    ),
    (
        "workshop-weekly", "4.4", "សិក្ខាសាលាប្រចាំសប្ដាហ៍", "Weekly information workshop",
        {}, (_TOPICS, _HELPED, _QUESTIONS),
    ),
    (
        "workshop-monthly", "4.4", "សិក្ខាសាលាប្រចាំខែ", "Monthly information workshop",
        {"minutes": 180}, (_TOPICS, _HELPED, _QUESTIONS),
    ),
    (
        "school-outreach", "4.5", "ការផ្សព្វផ្សាយនៅគ្រឹះស្ថានសិក្សា", "Outreach at a school",
        {"at_school": True, "asks_names": False, "minutes": 90, **PRIVATE}, (_LEVEL, _CLASSES, _TEACHERS, _LEAFLETS),
    ),
    (
        "curriculum", "4.5", "ការងារបញ្ចូលមេរៀនក្នុងកម្មវិធីសិក្សា", "Work on the curriculum",
        {"asks_names": False, **PRIVATE}, (_AGREED,),
    ),
)  # fmt: skip


def seed() -> None:
    """Adds the types that are missing, each with its sheet; what officers changed stays."""
    known = set(ActivityType.objects.values_list("code", flat=True))
    missing = [(order, row) for order, row in enumerate(TYPES) if row[0] not in known]
    if not missing:
        return
    with acting(by=None, action="outreach.seed"):
        ActivityType.objects.bulk_create(
            ActivityType(code=code, action=action, name_km=km, name_en=en, order=order, **special)
            for order, (code, action, km, en, special, _asks) in missing
        )
        made = ActivityType.objects.in_bulk([row[0] for _order, row in missing], field_name="code")
        TypeField.objects.bulk_create(field for _order, row in missing for field in _fields(made[row[0]], row[5]))


def _fields(of: ActivityType, asks: tuple[_Ask, ...]) -> list[TypeField]:
    return [
        TypeField(
            type=of,
            label_km=ask.km,
            label_en=ask.en,
            kind=ask.kind,
            required=ask.required,
            order=order,
            choices_km=[km for km, _en in ask.choices],
            choices_en=[en for _km, en in ask.choices],
        )
        for order, ask in enumerate(asks)
    ]
