"""Award cycles and eligibility as their pages show them: tags, the next step, the history, the answers of a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from incentives.enums import CandidateState, CriterionKind, CycleState, Measure
from incentives.measuring import Answer, Measured, answer, facts_on
from incentives.models import AwardCriterion, AwardCycle, EligibilityRow
from incentives.services import eligibility

TAGS = {
    CycleState.DRAFTED: "waits",
    CycleState.OPEN: "progress",
    CycleState.SCORED: "progress",
    CycleState.DELIBERATED: "progress",
    CycleState.ANNOUNCED: "ok",
    CycleState.ARCHIVED: "none",
    CycleState.CANCELLED: "none",
}
_NEXT = {
    CycleState.DRAFTED: gettext_lazy("Look at the days, categories and criteria; then open the cycle."),
    CycleState.SCORED: gettext_lazy("The committee talks about the scores and decides who gets an award."),
    CycleState.DELIBERATED: gettext_lazy("Announce the awards: certificates and letters are made on that day."),
    CycleState.ANNOUNCED: gettext_lazy("When everything is handed over, put the cycle into the archive."),
    CycleState.ARCHIVED: gettext_lazy(
        "The cycle is over. An award can still be withdrawn when its ground proves false."
    ),
    CycleState.CANCELLED: gettext_lazy("The cycle was called off. Nothing is left to do."),
}
_WHERE = {CycleState.SCORED: "award_lists:committee", CycleState.DELIBERATED: "award_lists:announce"}
LABELS = {
    "category_id": gettext_lazy("category"),
    "eligible": gettext_lazy("eligible"),
    "missed": gettext_lazy("what does not hold"),
    "unknown": gettext_lazy("what could not be computed"),
    "points": gettext_lazy("points"),
    "size": gettext_lazy("size class"),
    "sector": gettext_lazy("sector"),
    "province_code": gettext_lazy("province"),
    "registered_on": gettext_lazy("registered on"),
    "workers": gettext_lazy("registered workers"),
    "standing": gettext_lazy("standing"),
    "registered": gettext_lazy("enterprise registered in time"),
    "staff": gettext_lazy("staff registered in time"),
    "declarations": gettext_lazy("declarations"),
    "payments": gettext_lazy("payments"),
    "headcount": gettext_lazy("number of workers"),
    "findings": gettext_lazy("open findings"),
    "late_hires": gettext_lazy("people registered late"),
    "months_due": gettext_lazy("months due"),
    "months_missing": gettext_lazy("months not declared"),
    "months_late": gettext_lazy("months declared late"),
    "months_paid_late": gettext_lazy("months paid late"),
    "workers_said": gettext_lazy("workers others say"),
}
_ACTS = (
    ("created", gettext_lazy("Prepared")),
    ("opened", gettext_lazy("Opened")),
    ("scored", gettext_lazy("Scored by the jury")),
    ("deliberated", gettext_lazy("Decided by the committee")),
    ("announced", gettext_lazy("Announced")),
    ("archived", gettext_lazy("Put into the archive")),
    ("cancelled", gettext_lazy("Called off")),
)
_ROOMS = (
    ("cycle", "awards:cycle", gettext_lazy("Rules and days")),
    ("candidates", "award_lists:candidates", gettext_lazy("Candidates")),
    ("jurors", "award_lists:jurors", gettext_lazy("Jury")),
    ("scores", "award_lists:scores", gettext_lazy("Scores")),
    ("committee", "award_lists:committee", gettext_lazy("Committee")),
    ("announce", "award_lists:announce", gettext_lazy("Announcement")),
)


def tabs(cycle: AwardCycle, current: str) -> list[dict[str, Any]]:
    """The rooms of a cycle that is open or over; a cycle that is being prepared has one."""
    if cycle.opened_at is None:
        return []
    found = ({"word": word, "url": _url(page, cycle.pk), "current": key == current} for key, page, word in _ROOMS)
    shown = [tab for tab in found if tab["url"]]
    if run := eligibility.frozen(cycle):
        own = {"word": _("Eligibility"), "url": reverse("awards:run", args=[run.pk]), "current": current == "run"}
        shown.insert(1, own)
    return shown


def _url(page: str, *args: Any) -> str:
    try:
        return reverse(page, args=args)
    except NoReverseMatch:
        return ""


def next_step(cycle: AwardCycle) -> str:
    """What is to be done now, in a sentence; there always is one."""
    if cycle.state != CycleState.OPEN:
        return str(_NEXT[CycleState(cycle.state)])
    if eligibility.frozen(cycle) is None:
        return eligibility.why_not(cycle) or _("Compute who is eligible: every registered enterprise at the cut-off.")
    today = timezone.localdate()
    if today < cycle.nominations_from:
        return _("Eligibility is computed. Nominations begin on the day below.")
    if not _short_list(cycle):
        return _to_list(cycle, today)
    if not cycle.jurors.scoring().exists():
        return _("The short lists are made. Call the jury that scores them.")
    return _("The jury scores the short lists. Close scoring when every candidate has its marks.")


def _short_list(cycle: AwardCycle) -> bool:
    return cycle.candidates.filter(state=CandidateState.SHORT_LIST).exists()


def _to_list(cycle: AwardCycle, today: date) -> str:
    if today <= cycle.nominations_until:
        return _("Nominations run. Fill the long lists from the computed order and call the jury.")
    return _("Make the short lists; the jury scores what is on them.")


def next_url(cycle: AwardCycle) -> str:
    """Where the next step is done, when it is another page."""
    if cycle.state == CycleState.OPEN:
        return _where_of_open(cycle) if eligibility.frozen(cycle) else ""
    return _url(_WHERE[CycleState(cycle.state)], cycle.pk) if cycle.state in _WHERE else ""


def _where_of_open(cycle: AwardCycle) -> str:
    if not _short_list(cycle):
        return _url("award_lists:candidates", cycle.pk)
    return _url("award_lists:scores" if cycle.jurors.scoring().exists() else "award_lists:jurors", cycle.pk)


def history(cycle: AwardCycle) -> list[dict[str, Any]]:
    """Who did what, in the order in which it happens."""
    told = []
    for name, word in _ACTS:
        if at := getattr(cycle, f"{name}_at"):
            by = getattr(cycle, f"{name}_by")
            text = cycle.cancelled_reason if name == "cancelled" else ""
            told.append({"title": str(word), "at": at, "by": by or "", "text": text})
    return told


def figures(found: QuerySet[EligibilityRow]) -> dict[str, Any]:
    """Eligible by category, and how often each measure was missed or not computed."""
    by_category = found.order_by().values("category").annotate(n=Count("pk"), ok=Count("pk", filter=Q(eligible=True)))
    counted = {row["category"]: (row["ok"], row["n"]) for row in by_category}
    return {
        "categories": counted,
        "rows": sum(n for _ok, n in counted.values()),
        "eligible": sum(ok for ok, _n in counted.values()),
        "missed": _tally(found, "missed"),
        "unknown": _tally(found, "unknown"),
    }


def _tally(found: QuerySet[EligibilityRow], column: str) -> dict[str, int]:
    each = found.order_by().annotate(measure=Func(F(column), function="unnest")).values_list("measure")
    return dict(each.annotate(n=Count("pk")).values_list("measure", "n"))


def words(measures: list[str]) -> str:
    return ", ".join(str(Measure(one).label) for one in measures)


@dataclass(frozen=True)
class CriterionAnswer:
    """One criterion of a cycle answered for one enterprise on the cut-off day."""

    criterion: AwardCriterion
    answer: Answer

    @property
    def tag(self) -> tuple[str, str]:
        if self.answer.holds is None:
            return "unknown", _("not computed")
        return ("ok", pgettext("criterion", "holds")) if self.answer.holds else ("wrong", _("does not hold"))

    @property
    def points(self) -> int:
        return self.criterion.weight if self.answer.holds else 0


def answers(row: EligibilityRow, measured: Measured) -> Iterator[CriterionAnswer]:
    """Every computed criterion, in order, read again from the history of the day."""
    criteria = row.run.cycle.criteria.filter(kind=CriterionKind.COMPUTED).order_by("order", "id")
    for one in criteria:
        yield CriterionAnswer(one, answer(one.measure, measured, minimum=one.minimum))


def measured(row: EligibilityRow) -> Measured:
    """The enterprise on the cut-off day, read again."""
    return next(facts_on([row.enterprise_id], row.run.cut_off_on, months=row.run.cycle.months))
