"""The first texts and powers: what public sources say, and the gap the plan itself names (measure 4.3).

Nothing about the powers of social security inspectors could be read in a text. What the Fund says its inspectors do
(statement of 24 March 2024) stands here as not confirmed; what no source says stands as a gap.
"""

from dataclasses import dataclass
from datetime import date

from compliance.enums import Act, InspectorKind, TextState
from compliance.models import LegalText, Power
from nssf_portal.accounts.models import Institution

A, FUND, LABOUR = Act, InspectorKind.SOCIAL_SECURITY, InspectorKind.LABOUR


@dataclass(frozen=True)
class _Text:
    key: str
    title_km: str
    title_en: str
    reference: str
    since: date | None
    due_on: date | None = None
    note: str = ""

    @property
    def state(self) -> str:
        return TextState.IN_FORCE if self.since else TextState.NEEDED


TEXTS = (
    _Text(
        "law",
        "ច្បាប់ស្ដីពីរបបសន្តិសុខសង្គម",
        "Law on Social Security Schemes",
        "NS/RKM/1119/018 (2 November 2019)",
        date(2019, 11, 3),
        note="Article 98: employers who do not pay in time or report a wrong number of workers are liable to a fine. "
        "Articles 90 to 103 are still to be read.",
    ),
    _Text(
        "p168",
        "ប្រកាសស្ដីពីការចុះបញ្ជិកាសហគ្រាស គ្រឹះស្ថាន និងកម្មករនិយោជិត",
        "Prakas on the registration of enterprises and workers",
        "Prakas 168/22 MLVT/Br.K.NSSF (5 July 2022)",
        date(2022, 7, 5),
        note="Fine of 10 to 30 times the base daily wage for each worker concerned.",
    ),
    _Text(
        "p358",
        "ប្រកាសស្ដីពីអធិការកិច្ចការងារ",
        "Prakas on labour inspection",
        "Prakas 358/21 MLVT (30 December 2021)",
        date(2021, 12, 30),
        note="Ordinary, special and self-declared inspections by labour inspectors.",
    ),
    _Text(
        "labour",
        "ច្បាប់ស្ដីពីការងារ",
        "Labour Law",
        "CS/RKM/0397/01 (13 March 1997)",
        date(1997, 3, 13),
        note="Article 359: fines by labour inspectors and controllers.",
    ),
    _Text(
        "jp498",
        "ប្រកាសអន្តរក្រសួងស្ដីពីការពិន័យក្រោមច្បាប់ការងារ",
        "Joint Prakas on fines under the Labour Law",
        "Joint Prakas 498",
        date(2023, 7, 31),
        note="Known from a note of 31 July 2023; its date of entry into force is to be confirmed.",
    ),
    _Text(
        "needed",
        "លិខិតបទដ្ឋានស្ដីពីអំណាច និងភារកិច្ចរបស់អធិការសន្តិសុខសង្គម",
        "Text on the powers and duties of social security inspectors",
        "",
        None,
        date(2026, 12, 31),
        "Operational Plan 2024-2026, measure 4.3. Wanted by the end of the plan.",
    ),
)
# act, kind of inspector, text, article, read in the text or only reported
POWERS = (
    (A.VISIT, FUND, "law", "", False),
    (A.MAKE_MINUTES, FUND, "law", "", False),
    (A.ISSUE_REMINDER, FUND, "law", "", False),
    (A.ISSUE_WARNING, FUND, "law", "", False),
    (A.PROPOSE_FINE, FUND, "p168", "", False),
    (A.CONFIRM_FINE, FUND, "p168", "", False),
    (A.VISIT, LABOUR, "p358", "", True),
    (A.VISIT_UNANNOUNCED, LABOUR, "p358", "", True),
    (A.MAKE_MINUTES, LABOUR, "p358", "", False),
    (A.PROPOSE_FINE, LABOUR, "labour", "359", False),
    (A.CONFIRM_FINE, LABOUR, "labour", "359", False),
    (A.REFER_TO_COURT, LABOUR, "jp498", "", False),
)


def seed() -> None:
    """Adds the texts and powers that are missing, once; what officers changed, ended or gave up stays as it is."""
    texts = {text.key: _kept(text) for text in TEXTS}
    known = set(Power.objects.values_list("act", "inspector_kind", "text_id"))
    Power.objects.bulk_create(
        Power(
            act=act,
            inspector_kind=kind,
            text=texts[key],
            article=article,
            valid_from=texts[key].in_force_on,
            confirmed=confirmed,
        )
        for act, kind, key, article, confirmed in POWERS
        if (act, kind, texts[key].pk) not in known and texts[key].in_force_on
    )


def _kept(text: _Text) -> LegalText:
    """Known again by its English title, whatever its state is by now."""
    ministry = Institution.objects.filter(code="MLVT").first()
    found = LegalText.objects.filter(title_en=text.title_en).order_by("id").first()
    if found is None:
        return _made(text, ministry)
    if ministry and found.institution_id is None and not found.steps.exists():
        # The first migration runs before there are institutions; nobody has worked on the text since.
        found.institution = ministry
        found.save(update_fields=["institution"])
    return found


def _made(text: _Text, ministry: Institution | None) -> LegalText:
    return LegalText.objects.create(
        title_km=text.title_km,
        title_en=text.title_en,
        reference=text.reference,
        institution=ministry,
        state=text.state,
        in_force_on=text.since,
        due_on=text.due_on,
        note=text.note,
    )
