"""The last award with its winners on the roll, and the next one half way: lists made, the jury at work.

Both go through the services: who competes follows from what the sample's enterprises declared and paid."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from compliance.sample import months
from enterprises.models import Enterprise
from incentives import measuring
from incentives.enums import CandidateSource, CriterionKind, Size, Vote
from incentives.models import (
    Award,
    AwardCategory,
    AwardCycle,
    AwardVote,
    Candidate,
    DeliberationNote,
    EligibilityRun,
    Juror,
    JurorConflict,
    JurorScore,
)
from incentives.ranking import ranking
from incentives.sample.keys import SAMPLE, key, owner_of, pass_days
from incentives.services import (
    announcing,
    award_papers,
    candidates,
    cycles,
    deliberating,
    eligibility,
    jurors,
    scoring,
    withdrawing,
)
from incentives.services.cycle_rules import proposed
from nssf_portal.accounts.models import User
from nssf_portal.jobs.models import Job

_JURY = ("juror", "juror.two", "juror.three")
_EACH = 4  # of each size
_DAYS = {"nominated": 25, "scored": 30, "decided": 10, "announced": 14, "since": 100}
_OPEN_SINCE = 4
_AGO = sum(_DAYS.values()) + 10
_NAMES = {"name_km": "រង្វាន់អនុលោមភាពគំរូ (ប្រឌិត)", "name_en": "Award for exemplary compliance (invented)"}
_PLACE = "វិមានគំរូ រាជធានីភ្នំពេញ (ប្រឌិត)"
_WHY_OFFICE = "ចុះបញ្ជិកាកម្មករថ្មីទាំងអស់ក្នុងសប្ដាហ៍ដំបូង ហើយជួយសហគ្រាសជិតខាងឱ្យចុះបញ្ជិកា (គំរូ)។"
_WHY_SELF = "យើងប្រកាស និងបង់រាល់ខែទាន់ពេល ហើយពន្យល់សិទ្ធិដល់កម្មករគ្រប់រូប (គំរូ)។"
_TIE = "បងប្អូនរបស់ខ្ញុំធ្វើការនៅទីនោះ (គំរូ)។"
_NOTE = "គណៈកម្មការពិនិត្យពិន្ទុ ហើយឯកភាពថា សហគ្រាសនេះជាគំរូល្អសម្រាប់សហគ្រាសជិតខាង (គំរូ)។"
_OPENING = "គណៈកម្មាធិការមានគ្រប់ចំនួន។ គ្មានសមាជិកណាមានទំនាក់ទំនងជាមួយបេក្ខជនទេ (គំរូ)។"
_WITHDRAW = "អធិការរកឃើញកម្មករដែលមិនមានក្នុងបញ្ជីបុគ្គលិក (គំរូ)។"


def load(people: dict[str, User]) -> None:
    """Enterprises that declared and paid every month compete; the employer's own is one of them."""
    own, others = _own(people["employer"]), _careful()
    owner = owner_of(*others)
    for one in others:
        months.load(one, owner, spotless=True)
    _last(people, own, owner)
    _next(people, own)


def _own(employer: User) -> Enterprise:
    """The one enterprise of the employer that owes nothing."""
    mine = Enterprise.objects.represented_by(employer).filter(commune_code__startswith="12")
    return mine.order_by("nssf_number").first()


def _careful() -> list[Enterprise]:
    """Invented enterprises of two sizes with few staff, none of it registered late, the smallest first."""
    ids = Enterprise.objects.filter(state="registered", nssf_number__startswith="9").values_list("pk", flat=True)
    facts = measuring.facts_on(list(ids), timezone.localdate() - timedelta(days=_OPEN_SINCE + 1), months=12)
    fine = [one for one in facts if one.workers and one.staff_in_time in ("pass", "none") and not one.missing_staff]
    fine.sort(key=lambda one: (one.workers, one.id))
    chosen = [one.id for size in (Size.MICRO, Size.SMALL) for one in [f for f in fine if f.size == size][:_EACH]]
    return list(Enterprise.objects.filter(pk__in=chosen).order_by("nssf_number"))


def _cycle(people: dict[str, User], year: int, cut_off: date, looked_at: int, **given: Any) -> AwardCycle:
    """Opened, its eligibility computed and frozen, its jury called."""
    today, officer = timezone.localdate(), people["incentives"]
    days = proposed(today) | {"year": year, "cut_off_on": cut_off, "months": looked_at}
    days |= {"legal_ground": SAMPLE, "presented_at": _PLACE} | _NAMES | given
    cycle = cycles.create(by=officer, submission_id=key(f"cycle:{year}"), **days)
    small = cycle.categories.get(size=Size.SMALL)
    two = {"name_km": small.name_km, "name_en": small.name_en, "winners": 2}
    cycles.save_category(cycle, by=officer, given=two, category=small)
    cycle = cycles.open_cycle(cycle, by=officer)
    eligibility.compute(eligibility.start(cycle, by=officer, submission_id=key(f"run:{year}")))
    for name in _JURY:
        jurors.call(cycle=cycle, user=people[name], scores=True, votes=True, by=officer)
    return cycle


def _short_lists(cycle: AwardCycle, by: User, most: int) -> list[Candidate]:
    """The best of each category that has somebody, most points first."""
    for category in cycle.categories.filter(pk__in=_filled(cycle)):
        candidates.fill_long_list(category, by=by)
        points = {pk: row.points for pk, row in candidates.rows_of(cycle, _there(category)).items()}
        listed = list(category.candidates.filter(state="long_list"))
        listed.sort(key=lambda one: (-points[one.enterprise_id], one.pk))
        for one in listed[:most]:
            candidates.short_list(one, by=by)
    return scoring.short_list_of(cycle)


def _there(category: AwardCategory) -> list[Any]:
    return list(category.candidates.values_list("enterprise", flat=True))


def _filled(cycle: AwardCycle) -> list[Any]:
    run = eligibility.frozen(cycle)
    return list(run.rows.filter(eligible=True).order_by().values_list("category", flat=True).distinct())


def _nominate(cycle: AwardCycle, enterprise: Enterprise, by: User, *, itself: bool) -> Candidate | None:
    """None where the enterprise is not eligible or known already."""
    if candidates.why_not(cycle, enterprise):
        return None
    source = CandidateSource.SELF if itself else CandidateSource.OFFICE
    reason = _WHY_SELF if itself else _WHY_OFFICE
    return candidates.nominate(
        cycle=cycle, enterprise=enterprise, by=by, source=source, reason=reason,
        submission_id=key(f"nominate:{cycle.year}:{enterprise.nssf_number}"),
    )  # fmt: skip


def _mark(cycle: AwardCycle, candidate: Candidate, user: User, points: int) -> None:
    juror = cycle.jurors.get(user=user)
    if scoring.tie(juror, candidate):
        return
    questions = cycle.criteria.filter(kind=CriterionKind.JUDGED)
    marks = [scoring.Mark(one, max(points - number, 0)) for number, one in enumerate(questions)]
    scoring.score(juror=juror, candidate=candidate, marks=marks, by=user)


# --- the last award ------------------------------------------------------------------------------------------------


def _last(people: dict[str, User], own: Enterprise, owner: User) -> None:
    """Announced some months ago; what an inspector found since puts one award in doubt."""
    today, officer, chief = timezone.localdate(), people["incentives"], people["incentives.chief"]
    year = proposed(today)["year"] - 1
    week = {"week_from": today, "week_until": today + timedelta(days=1)}
    cycle = _cycle(people, year, today - timedelta(days=_AGO), 3, quorum=3)
    _nominate(cycle, own, people["employer"], itself=True)
    pass_days(_DAYS["nominated"], *_rows(cycle), but=("cut_off_on",))
    listed = _short_lists(cycle, officer, 3)
    for place, one in enumerate(listed):
        for number, name in enumerate(_JURY):
            _mark(cycle, one, people[name], 10 - (place + number) % 4)
    pass_days(_DAYS["scored"], *_rows(cycle), but=("cut_off_on",))
    cycle = scoring.close(cycle, by=officer)
    deliberating.note(cycle=cycle, text=_OPENING, by=officer, submission_id=key("note:opening"))
    awards = _decided(cycle, people)
    pass_days(_DAYS["decided"], *_rows(cycle), but=("cut_off_on",))
    cycle = deliberating.deliberate(cycle, by=chief)
    pass_days(_DAYS["announced"], *_rows(cycle), but=("cut_off_on",))
    cycle = cycles.change(cycle, by=officer, **week)
    given = announcing.announce(cycle, by=chief, day=today, despite=[one.pk for one in awards])
    _agree(given, own, people["employer"], owner)
    pass_days(_DAYS["since"], *_rows(cycle), but=("cut_off_on",))
    _presented_then(given, today - timedelta(days=_DAYS["since"]))
    for one in given:
        if one.enterprise_id == own.pk:
            withdrawing.propose(one, by=officer, reason=_WITHDRAW)


def _rows(cycle: AwardCycle) -> list[Any]:
    """All of a cycle that has days; votes keep the day they are given until they are counted."""
    return [
        AwardCycle.objects.filter(pk=cycle.pk),
        EligibilityRun.objects.filter(cycle=cycle),
        Candidate.objects.filter(cycle=cycle),
        Juror.objects.filter(cycle=cycle),
        JurorConflict.objects.filter(juror__cycle=cycle),
        JurorScore.objects.filter(juror__cycle=cycle),
        DeliberationNote.objects.filter(cycle=cycle),
        Award.objects.filter(cycle=cycle),
    ]


def _decided(cycle: AwardCycle, people: dict[str, User]) -> list[Award]:
    """As many as the category has awards, in the order of the jury."""
    won = [(row.candidate, n) for category, rows in ranking(cycle) for n, row in enumerate(rows[: category.winners])]
    return [_carried(cycle, candidate, f"{candidate.category.order}:{place}", people) for candidate, place in won]


def _carried(cycle: AwardCycle, first: Candidate, name: str, people: dict[str, User]) -> Award:
    """Put to the committee with a note, and carried by three votes."""
    officer = people["incentives"]
    deliberating.note(cycle=cycle, text=_NOTE, by=officer, submission_id=key(f"note:{name}"), candidate=first)
    why = _NOTE if deliberating.reason_wanted(cycle, first) else ""
    award = deliberating.propose(candidate=first, by=officer, tie_reason=why, submission_id=key(f"award:{name}"))
    for member in _JURY:
        deliberating.vote(award=award, by=people[member], vote=Vote.FOR)
    pass_days(_DAYS["decided"] + _DAYS["announced"] + _DAYS["since"], AwardVote.objects.filter(award=award))
    return deliberating.decide(award, by=people["incentives.chief"])


def _agree(given: list[Award], own: Enterprise, employer: User, owner: User) -> None:
    """Their names may stand on the public roll, but for the last one's, who said nothing yet."""
    silent = [award for award in given if award.enterprise_id != own.pk][-1:] if len(given) > 2 else []
    for award in [award for award in given if award not in silent]:
        by = employer if award.enterprise_id == own.pk else owner
        candidates.agree(award.candidate, by=by, public=True)


def _presented_then(given: list[Award], day: date) -> None:
    """Certificates say the day of the presentation; the job that makes them was told today's."""
    for award in given:
        waiting = Job.objects.filter(kind=award_papers.KIND, subject_id=award.pk)
        waiting.update(dedup_key=f"{award_papers.KIND}:{award.pk}:{day:%Y-%m-%d}")


# --- the next award ------------------------------------------------------------------------------------------------


def _next(people: dict[str, User], own: Enterprise) -> None:
    """Open: eligible by the register of last week, nominated by itself and by the office, the jury has begun."""
    today, officer = timezone.localdate(), people["incentives"]
    cycle = _cycle(people, proposed(today)["year"], today - timedelta(days=_OPEN_SINCE + 1), 8)
    _nominate(cycle, own, people["employer"], itself=True)
    small = AwardCategory.objects.filter(cycle=cycle, size=Size.SMALL).first()
    row = eligibility.frozen(cycle).rows.filter(eligible=True, category=small).order_by("-points", "enterprise").first()
    if row:
        _nominate(cycle, row.enterprise, officer, itself=False)
    listed = _short_lists(cycle, officer, 2)
    if len(listed) > 1:
        two = cycle.jurors.get(user=people["juror.two"])
        scoring.declare(juror=two, candidate=listed[-1], reason=_TIE, by=people["juror.two"])
    for one in listed[:2]:
        _mark(cycle, one, people["juror"], 9)
    for one in listed[:1]:
        _mark(cycle, one, people["juror.two"], 7)
    pass_days(_OPEN_SINCE, *_rows(cycle), but=("cut_off_on",))
