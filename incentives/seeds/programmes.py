"""Programmes with their conditions and published terms, as the operational plan names them.

The plan is the only source we could read: nothing here is confirmed, and its figures are quoted as history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from incentives.enums import Measure, ProgrammeKind, Size
from incentives.models import Programme, ProgrammeCondition, ProgrammeTerm
from nssf_portal.accounts.institutions import seed_institutions
from nssf_portal.accounts.models import Institution
from nssf_portal.audit.tracking import acting
from nssf_portal.law.seeds.base import HOUSE

_SINCE = date(2024, 1, 1)
_NOW = "Operational Plan on the Social Security Formalization 2024-2026, 1.3"
_TO_DO = "Operational Plan on the Social Security Formalization 2024-2026, 4.2"


@dataclass(frozen=True)
class _Condition:
    measure: str
    source: str
    maximum: int | None = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Term:
    label: tuple[str, str]
    value: tuple[str, str]


@dataclass(frozen=True)
class _Programme:
    code: str
    kind: str
    institution: str
    name: tuple[str, str]
    summary: tuple[str, str]
    legal_ground: str
    conditions: tuple[_Condition, ...]
    terms: tuple[_Term, ...] = ()
    takes_requests: bool = False


_SMALL = (Size.MICRO.value, Size.SMALL.value)
_REGISTERED = _Condition(Measure.REGISTERED, _TO_DO)

PROGRAMMES = (
    _Programme(
        "low-interest-loan",
        ProgrammeKind.LOAN,
        "SMEBANK",
        ("ប្រាក់កម្ចីការប្រាក់ទាប", "Low-interest loan"),
        (
            "ប.ស.ស. បញ្ជូនសំណើរបស់អ្នកទៅធនាគារ ជាមួយស្ថានភាព និងធុនសហគ្រាសរបស់អ្នក។ ធនាគារសម្រេចអំពីប្រាក់កម្ចី និងលក្ខខណ្ឌ។",
            (
                "The Fund passes your request to the bank, with your standing and your size band. "
                "The bank decides about the loan and its terms."
            ),
        ),
        _TO_DO,
        (
            _REGISTERED,
            _Condition(Measure.SIZE, _TO_DO, one_of=_SMALL),
            _Condition(Measure.MISSING_STAFF, HOUSE, maximum=0),
        ),
        (
            _Term(("ការប្រាក់ក្នុងមួយឆ្នាំ", "Interest a year"), ("ច្រើនបំផុត 7%", "at most 7%")),
            _Term(("រយៈពេលកម្ចី", "Time to pay back"), ("ច្រើនបំផុត 7 ឆ្នាំ", "at most 7 years")),
        ),
        takes_requests=True,
    ),
    _Programme(
        "skills-training",
        ProgrammeKind.TRAINING,
        "MLVT",
        ("ការបណ្ដុះបណ្ដាលជំនាញរដ្ឋបាល និងហិរញ្ញវត្ថុ", "Training in administration and finance"),
        (
            "រៀនរៀបចំរបាយការណ៍រដ្ឋបាល និងហិរញ្ញវត្ថុ និងគ្រប់គ្រងហិរញ្ញវត្ថុ ក្នុងកម្មវិធីបណ្ដុះបណ្ដាលវិជ្ជាជីវៈថ្នាក់ជាតិ។",
            "Learn to prepare administrative and financial reports and to manage money, in a national programme.",
        ),
        _TO_DO,
        (_REGISTERED, _Condition(Measure.SIZE, _TO_DO, one_of=_SMALL)),
        takes_requests=True,
    ),
    _Programme(
        "public-procurement",
        ProgrammeKind.PROCUREMENT,
        "MEF",
        ("លទ្ធកម្មសាធារណៈ", "Public procurement"),
        (
            "ផែនការចង់ឱ្យសិក្សាអំពីការផ្តល់លទ្ធភាពចូលរួមលទ្ធកម្មសាធារណៈដល់សហគ្រាសដែលបានចុះបញ្ជី។ មិនទាន់មានបទប្បញ្ញត្តិទេ។",
            "The plan asks for a study of access to public procurement for registered enterprises; no text gives it.",
        ),
        _TO_DO,
        (_REGISTERED, _Condition(Measure.STANDING, HOUSE)),
    ),
    _Programme(
        "market-access",
        ProgrammeKind.MARKET,
        "MOC",
        ("លទ្ធភាពចូលទីផ្សារ", "Market access"),
        (
            "ផែនការចង់ឱ្យសិក្សាអំពីលទ្ធភាពចូលទីផ្សារសម្រាប់សហគ្រាសដែលបានចុះបញ្ជី។ មិនទាន់មានបទប្បញ្ញត្តិទេ។",
            "The plan asks for a study of access to markets for registered enterprises; no text gives it.",
        ),
        _TO_DO,
        (_REGISTERED, _Condition(Measure.STANDING, HOUSE)),
    ),
    _Programme(
        "income-tax-exemption",
        ProgrammeKind.TAX,
        "GDT",
        ("ការលើកលែងពន្ធលើប្រាក់ចំណូល", "Exemption from income tax"),
        (
            "សហគ្រាសធុនតូច និងមធ្យមក្នុងវិស័យអាទិភាព អាចរួចពន្ធលើប្រាក់ចំណូលពី 3 ទៅ 5 ឆ្នាំ។ អគ្គនាយកដ្ឋានពន្ធដារសម្រេចថា វិស័យណា និងសហគ្រាសណា។",
            (
                "Small and medium enterprises of priority sectors can be free of income tax for 3 to 5 years. "
                "The General Department of Taxation decides which sectors and which enterprises."
            ),
        ),
        _NOW,
        (_Condition(Measure.SIZE, _NOW, one_of=(Size.SMALL.value, Size.MEDIUM.value)),),
        (_Term(("រយៈពេលលើកលែង", "Time of the exemption"), ("3 ទៅ 5 ឆ្នាំ", "3 to 5 years")),),
    ),
    _Programme(
        "patent-tax-half",
        ProgrammeKind.PATENT,
        "GDT",
        ("ការកាត់បន្ថយពន្ធប៉ាតង់", "Reduced patent tax"),
        (
            "ពន្ធប៉ាតង់ថយពាក់កណ្តាលសម្រាប់ឆ្នាំដំបូងនៃការចុះបញ្ជីអាជីវកម្ម។ អគ្គនាយកដ្ឋានពន្ធដារសម្រេច។",
            (
                "Half of the patent tax for the first year of business registration. "
                "The General Department of Taxation decides."
            ),
        ),
        _NOW,
        (),
        (_Term(("ការកាត់បន្ថយ", "Reduction"), ("50% សម្រាប់ឆ្នាំដំបូង", "50% for the first year")),),
    ),
    _Programme(
        "micro-taxes-abolished",
        ProgrammeKind.TAX,
        "GDT",
        ("ការលុបពន្ធសម្រាប់សហគ្រាសមីក្រូ", "Taxes abolished for micro enterprises"),
        (
            "ពន្ធម៉ៅការសម្រាប់សហគ្រាសមីក្រូ និងពន្ធតែមប្រិ៍លើឯកសារបង្កើតសហគ្រាស ត្រូវបានលុប។ អគ្គនាយកដ្ឋានពន្ធដារសម្រេច។",
            (
                "The lump-sum tax of micro enterprises and the stamp tax on founding documents were abolished. "
                "The General Department of Taxation decides."
            ),
        ),
        _NOW,
        (_Condition(Measure.SIZE, _NOW, one_of=(Size.MICRO.value,)),),
    ),
)


def seed() -> None:
    """Adds what is missing; what officers changed or ended stays."""
    known = set(Programme.objects.order_by().values_list("code", flat=True))
    wanted = [(order, one) for order, one in enumerate(PROGRAMMES, 1) if one.code not in known]
    if not wanted:
        return
    seed_institutions(*(one.institution for _order, one in wanted))
    institutions = {one.code: one for one in Institution.objects.all()}
    made = [(_programme(one, institutions[one.institution], order), one) for order, one in wanted]
    with acting(by=None, action="programme.seed"):
        Programme.objects.bulk_create(programme for programme, _one in made)
        ProgrammeCondition.objects.bulk_create(row for programme, one in made for row in _conditions(programme, one))
        ProgrammeTerm.objects.bulk_create(_term(programme, term) for programme, one in made for term in one.terms)


def _programme(one: _Programme, institution: Institution, order: int) -> Programme:
    return Programme(
        code=one.code,
        kind=one.kind,
        institution=institution,
        name_km=one.name[0],
        name_en=one.name[1],
        summary_km=one.summary[0],
        summary_en=one.summary[1],
        legal_ground=one.legal_ground,
        takes_requests=one.takes_requests,
        valid_from=_SINCE,
        order=order,
    )


def _conditions(programme: Programme, one: _Programme) -> Iterator[ProgrammeCondition]:
    for order, c in enumerate(one.conditions, 1):
        yield ProgrammeCondition(
            programme=programme,
            measure=c.measure,
            maximum=c.maximum,
            one_of=list(c.one_of),
            source=c.source,
            order=order,
        )


def _term(programme: Programme, term: _Term) -> ProgrammeTerm:
    return ProgrammeTerm(
        programme=programme,
        institution=programme.institution,
        label_km=term.label[0],
        label_en=term.label[1],
        value_km=term.value[0],
        value_en=term.value[1],
        published_on=_SINCE,
        source=_NOW,
        is_history=True,
    )
