"""The first published checklists, one for each kind of inspection; officers publish later versions.

Made from what notes on Prakas 358/21 (30 December 2021) say of the group "social security" among the priority points
of self-declaration, and from the headings of the ministry's inspection report of 2002. Neither text could be read in
full: every source is marked "to be confirmed"."""

from dataclasses import dataclass

from django.utils import timezone

from compliance.enums import CaseKind
from compliance.models import Checklist, ChecklistQuestion, ViolationType

SOURCE = "Prakas 358/21 (30 December 2021), social security points; inspection report form of 2002; to be confirmed"
_UNIT = ("សហគ្រាស គ្រឹះស្ថាន", "Enterprise")
_STAFF = ("កម្មករនិយោជិត", "Workers")
_PAY = ("ការប្រកាស និងភាគទាន", "Declarations and contributions")
_SAFE = ("ហានិភ័យការងារ", "Occupational risk")


@dataclass(frozen=True)
class _Q:
    code: str
    section: tuple[str, str]
    km: str
    en: str
    violation: str = ""
    proven_by: str = ""


_ALL = {
    q.code: q
    for q in (
        _Q("registered", _UNIT, "សហគ្រាសបានចុះបញ្ជិកានៅ ប.ស.ស. ឬទេ?", "Is the enterprise registered with the Fund?",
           "not_registered", "registered"),
        _Q("certificate", _UNIT, "វិញ្ញាបនបត្របញ្ជិកាត្រូវបានបិទនៅកន្លែងបើកប្រាក់ឈ្នួលឬទេ?",
           "Is the registration certificate displayed where wages are paid?"),
        _Q("tax_number", _UNIT, "សហគ្រាសមានលេខអត្តសញ្ញាណកម្មសារពើពន្ធឬទេ?", "Does the enterprise have a tax number?", "",
           "tax_number"),
        _Q("address", _UNIT, "សហគ្រាសនៅតាមអាសយដ្ឋានដែលបានប្រាប់ឬទេ?", "Is the enterprise at the address it gave?", "",
           "address_known"),
        _Q("opened_on", _UNIT, "ដឹងកាលបរិច្ឆេទបើកដំណើរការឬទេ?", "Is the day it opened known?", "", "opened_on"),
        _Q("all_registered", _STAFF, "កម្មករនិយោជិតទាំងអស់បានចុះបញ្ជិកាឬទេ?", "Are all workers registered?",
           "not_registered"),
        _Q("in_time", _STAFF, "អ្នកចូលថ្មីត្រូវបានចុះបញ្ជិកាក្នុងរយៈពេលកំណត់ឬទេ?",
           "Are new workers registered in time?", "not_registered"),
        _Q("registers", _STAFF, "បញ្ជីឈ្មោះកម្មករនិយោជិត និងបញ្ជីបើកប្រាក់ឈ្នួលមានពេញលេញឬទេ?",
           "Are the staff register and the payroll complete?", "wrong_number"),
        _Q("headcount", _STAFF, "ចំនួនកម្មករនិយោជិតស្របនឹងចំនួនដែលបានប្រកាសឬទេ?",
           "Does the number of workers agree with what was declared?", "wrong_number"),
        _Q("casual", _STAFF, "កម្មករម្ដងម្កាល និងអ្នកសាកល្បងការងារត្រូវបានរាប់បញ្ចូលឬទេ?",
           "Are casual workers and workers on probation counted?", "wrong_number"),
        _Q("declared", _PAY, "ការប្រកាសប្រចាំខែត្រូវបានដាក់ទាន់ពេលឬទេ?", "Are the monthly declarations sent in time?",
           "wrong_number"),
        _Q("wages", _PAY, "ប្រាក់ឈ្នួលដែលបានប្រកាសស្របនឹងបញ្ជីបើកប្រាក់ឈ្នួលឬទេ?",
           "Do the declared wages agree with the payroll?", "wrong_wages"),
        _Q("paid", _PAY, "ភាគទានត្រូវបានបង់ទាន់ពេលឬទេ?", "Are the contributions paid in time?", "not_paid"),
        _Q("accidents", _SAFE, "គ្រោះថ្នាក់ការងារត្រូវបានរាយការណ៍ទៅ ប.ស.ស. ឬទេ?",
           "Are accidents at work reported to the Fund?"),
        _Q("cured", _PAY, "អ្វីដែលរកឃើញលើកមុនត្រូវបានកែតម្រូវឬទេ?", "Was what was found last time put right?"),
        _Q("as_told", _STAFF, "អ្វីដែលបានប្រាប់ ត្រូវនឹងអ្វីដែលឃើញឬទេ?", "Does what we were told agree with what we see?"),
    )
}  # fmt: skip
_FULL = (
    "registered", "certificate", "tax_number", "address", "opened_on", "all_registered", "in_time", "registers",
    "headcount", "casual", "declared", "wages", "paid", "accidents",
)  # fmt: skip
LISTS = {
    CaseKind.ORDINARY: _FULL,
    CaseKind.JOINT: _FULL,
    CaseKind.SPECIAL: (
        "registered", "address", "as_told", "all_registered", "in_time", "registers", "headcount", "casual", "wages",
        "paid",
    ),
    CaseKind.FOLLOW_UP: (
        "cured", "registered", "all_registered", "in_time", "headcount", "declared", "wages", "paid",
    ),
    CaseKind.SELF_DECLARATION: (
        "registered", "certificate", "all_registered", "in_time", "registers", "headcount", "casual", "declared",
        "wages", "paid", "accidents",
    ),
}  # fmt: skip


def seed() -> None:
    """Adds a first version where a kind has no checklist yet."""
    known = set(Checklist.objects.filter(version=1).values_list("kind", flat=True))
    violations = {one.code: one for one in ViolationType.objects.all()}
    for kind, codes in LISTS.items():
        if kind not in known:
            _publish(kind, codes, violations)


def _publish(kind: str, codes: tuple[str, ...], violations: dict[str, ViolationType]) -> None:
    """By nobody: it comes with the portal."""
    made = Checklist.objects.create(kind=kind, version=1, source=SOURCE, published_at=timezone.now())
    ChecklistQuestion.objects.bulk_create(
        [_question(made, order, _ALL[code], violations) for order, code in enumerate(codes, start=1)]
    )


def _question(made: Checklist, order: int, asked: _Q, violations: dict[str, ViolationType]) -> ChecklistQuestion:
    section_km, section_en = asked.section
    return ChecklistQuestion(
        checklist=made,
        code=asked.code,
        section_km=section_km,
        section_en=section_en,
        text_km=asked.km,
        text_en=asked.en,
        order=order,
        violation=violations.get(asked.violation),
        proven_by=asked.proven_by,
    )
