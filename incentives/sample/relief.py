"""A crisis that is over, a flood relieved, a return of workers under review; what employers ask for, in four states."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.declaring import months as calendar
from compliance.enums import AdjustmentKind
from compliance.models import Adjustment, CaseFile
from compliance.sample import cases
from enterprises.models import Enterprise
from incentives.enums import EmergencyKind, ReliefKind
from incentives.models import Intervention, ReliefReason, ReliefRequest
from incentives.sample.keys import PAPER, SAMPLE, key, owner_of, pass_days
from incentives.services import intervention_jobs, interventions, relieving
from nssf_portal.accounts.models import User
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from registration.models import Employment

_FLOODED, _BORDER = "05", ("02", "17")
_FLOOD = {"name_km": "ទឹកជំនន់ខេត្តកំពង់ស្ពឺ (ប្រឌិត)", "name_en": "Flood in Kampong Speu (invented)"}
_RETURN = {"name_km": "ការវិលត្រឡប់របស់ពលករ (ប្រឌិត)", "name_en": "Return of migrant workers (invented)"}
_CRISIS = {"name_km": "ជំងឺរាតត្បាត សេវាកម្មរាជធានី (ប្រឌិត)", "name_en": "Epidemic, services of the capital (invented)"}
_SICK = "សេវាកម្មបិទទ្វារបណ្ដោះអាសន្ន (គំរូ)។"
_WATER = "រោងចក្រ និងផ្លូវលិចទឹក (គំរូ)។"
_CROWD = "សហគ្រាសជិតព្រំដែនទទួលកម្មករដែលវិលត្រឡប់ (គំរូ)។"
_FAR = "សហគ្រាសនេះបិទទ្វារមុនពេលនោះ (គំរូ)។"
_SYSTEM = "ប្រព័ន្ធមិនដំណើរការនៅថ្ងៃចុងក្រោយ (គំរូ)។"
_ORDERS = "អតិថិជនផ្អាកការបញ្ជាទិញរយៈពេលពីរខែ (គំរូ)។"
_FIRST = "កំហុសលើកដំបូង ហើយសហគ្រាសបានចុះបញ្ជិកាពួកគេក្នុងសប្ដាហ៍ដដែល (គំរូ)។"
_NO_PAPER = "ឯកសារមិនបង្ហាញថាធនាគារមានបញ្ហាទេ (គំរូ)។"
_AGREED = "មូលហេតុមានក្នុងបញ្ជី ហើយកំណត់ហេតុប្រព័ន្ធបញ្ជាក់ (គំរូ)។"


def load(people: dict[str, User]) -> None:
    """Emergencies first: what they relieve needs no request."""
    _crisis(people)
    _flood(people)
    _return(people)
    _requests(people)


def _crisis(people: dict[str, User]) -> None:
    """Some months ago, and over by itself: its effect can be seen beside enterprises registered later."""
    this = calendar.first_of(timezone.localdate())
    first = calendar.after(this, -9)
    _granted(
        people, "crisis", 250, **_CRISIS, kind=EmergencyKind.PANDEMIC, effect=AdjustmentKind.INTEREST_RELIEF,
        reason=_SICK, sectors=["I", "G", "H", "P", "Q", "S"], places=["12"], registered_before=date(2018, 1, 1),
        from_month=first, to_month=calendar.after(first, 1),
    )  # fmt: skip
    interventions.expire()


def _flood(people: dict[str, User]) -> None:
    this = calendar.first_of(timezone.localdate())
    _granted(
        people, "flood", 9, **_FLOOD, kind=EmergencyKind.FLOOD, effect=AdjustmentKind.SUSPENSION, reason=_WATER,
        sectors=["C", "A", "G"], places=[_FLOODED], from_month=calendar.after(this, -1),
        to_month=calendar.after(this, 1),
    )  # fmt: skip


def _granted(people: dict[str, User], name: str, days: int, **rule: Any) -> None:
    """Declared, selected, proposed, granted by the second person and applied, and that was `days` ago."""
    officer, chief = people["incentives"], people["incentives.chief"]
    made = interventions.declare(by=officer, submission_id=key(name), legal_ground=SAMPLE, **rule)
    interventions.select(made, by=officer)
    interventions.propose(made, by=officer)
    interventions.grant(made, by=chief)
    jobs.run(Job.objects.get(kind=intervention_jobs.APPLY, subject_id=made.pk).pk)
    found = Intervention.objects.filter(pk=made.pk)
    pass_days(days, found, but=("from_month", "to_month", "registered_before"), by=chief, action="intervention.grant")
    pass_days(days, Adjustment.objects.filter(pk__in=made.lines.values("adjustment")), but=("from_month", "to_month"))


def _return(people: dict[str, User]) -> None:
    """The list is made and being reviewed: one enterprise is taken off it already."""
    this = calendar.first_of(timezone.localdate())
    made = interventions.declare(
        by=people["incentives"], submission_id=key("return"), **_RETURN, kind=EmergencyKind.RETURN,
        effect=AdjustmentKind.LATE_ACCEPTED, legal_ground=SAMPLE, reason=_CROWD, sectors=["I", "H", "F"],
        places=list(_BORDER), from_month=this, to_month=calendar.after(this, 2),
    )  # fmt: skip
    interventions.select(made, by=people["incentives"])
    first = made.lines.order_by("enterprise").values_list("pk", flat=True)[:1]
    interventions.exclude(made, made.lines.filter(pk__in=list(first)), by=people["incentives"], reason=_FAR)


def _requests(people: dict[str, User]) -> None:
    """The employer's: one asked, one proposed. Others': one of a fine proposed, one granted, one refused."""
    employer, officer, chief = people["employer"], people["incentives"], people["incentives.chief"]
    mine = Enterprise.objects.represented_by(employer).exclude(commune_code__startswith="12").order_by("nssf_number")
    first, second = mine[:2]
    late = calendar.after(calendar.first_of(timezone.localdate()), -3)
    _ask("asked", first, ReliefKind.LATENESS, "late-system", employer, from_month=late, to_month=late)
    proposed = _suspended(second, employer)
    if proposed:
        relieving.propose(
            proposed, by=officer, legal_ground=SAMPLE, reason=_ORDERS, submission_id=key("relief:proposed")
        )
        pass_days(3, ReliefRequest.objects.filter(pk=proposed.pk), but=("from_month", "to_month"))
    _penalty(people)
    others = list(
        Enterprise.objects.filter(nssf_number__startswith="9", state="registered").order_by("-nssf_number")[:2]
    )
    owner = owner_of(*others)
    granted = _ask("granted", others[0], ReliefKind.LATENESS, "late-system", owner, from_month=late, to_month=late)
    granted = relieving.propose(
        granted, by=officer, legal_ground=SAMPLE, reason=_AGREED, submission_id=key("relief:granted")
    )
    relieving.decide(granted, "grant", by=chief)
    refused = _ask("refused", others[1], ReliefKind.INTEREST, "interest-bank", owner, from_month=late, to_month=late)
    relieving.refuse(refused, by=officer, reason=_NO_PAPER)
    for one, days in ((granted, 14), (refused, 11)):
        pass_days(days, ReliefRequest.objects.filter(pk=one.pk), but=("from_month", "to_month"))


def _penalty(people: dict[str, User]) -> None:
    """A first fine of an enterprise of the capital, put right at once: relief is proposed and waits."""
    known = CaseFile.objects.values("enterprise")
    there = Enterprise.objects.filter(state="registered", nssf_number__startswith="1", commune_code__startswith="12")
    unit = there.exclude(pk__in=known).order_by("nssf_number")[2]
    fine = cases.fined(unit, people["inspector"], people["chief"])
    asked = _ask("fine", unit, ReliefKind.PENALTY, "penalty-first", owner_of(unit), fine=fine)
    pass_days(2, ReliefRequest.objects.filter(pk=asked.pk))
    relieving.propose(
        asked, by=people["incentives"], legal_ground=SAMPLE, reason=_FIRST, submission_id=key("relief:fine")
    )


def _suspended(enterprise: Enterprise, by: User) -> ReliefRequest | None:
    """Contracts of three workers for two months; None where the staff list is empty."""
    this = calendar.first_of(timezone.localdate())
    staff = Employment.objects.filter(enterprise=enterprise, ended_on__isnull=True, started_on__lt=this)
    named = list(staff.order_by("started_on", "pk")[:3])
    if not named:
        return None
    span = {"from_month": this, "to_month": calendar.after(this, 1)}
    return _ask("contracts", enterprise, ReliefKind.CONTRACTS, "contracts-orders", by, employments=named, **span)


def _ask(name: str, enterprise: Enterprise, kind: str, reason: str, by: User, **given: object) -> ReliefRequest:
    found = ReliefReason.objects.get(code=reason)
    files = [SimpleUploadedFile("sample.pdf", PAPER, "application/pdf")] if found.needs_document else []
    text = {ReliefKind.CONTRACTS: _ORDERS, ReliefKind.PENALTY: _FIRST}.get(ReliefKind(kind), _SYSTEM)
    return relieving.ask(
        enterprise=enterprise, kind=kind, reason=found, text=text, by=by, submission_id=key(f"relief:ask:{name}"),
        files=files, **given,
    )  # fmt: skip
