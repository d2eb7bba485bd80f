"""Who may compete: every registered enterprise measured at the cut-off, written down with its reasons and frozen.

A later run for the same cut-off reads the same history and must come to the same rows: its digest proves it."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from compliance.standing import rules
from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from incentives import eligibility_rows as rows
from incentives.enums import CycleState
from incentives.measuring import registered_on
from incentives.models import AwardCycle, EligibilityRow, EligibilityRun
from incentives.services.cycles import locked
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.jobs.models import Job
from nssf_portal.jobs.services import Running, enqueue
from nssf_portal.law.book import InForce

KIND = "awards.eligibility"
_COMPUTED_IN = (
    CycleState.OPEN,
    CycleState.SCORED,
    CycleState.DELIBERATED,
    CycleState.ANNOUNCED,
    CycleState.ARCHIVED,
)


@transaction.atomic
def start(cycle: AwardCycle, *, by: User, submission_id: uuid.UUID) -> EligibilityRun:
    """A run, done by a job; while one is under way, that one.

    Effects: an EligibilityRun, a Job. Raises Refused before the cut-off day is over, or when the cycle is not open."""
    found = locked(cycle)
    if made := EligibilityRun.objects.filter(submission_id=submission_id).first():
        return made
    if under_way := running(found):
        return under_way
    if why := why_not(found):
        raise Refused(why)
    with acting(by=by, action="award.eligibility.start"):
        run = EligibilityRun.objects.create(
            cycle=found, submission_id=submission_id, cut_off_on=found.cut_off_on, ran_by=by
        )
        enqueue(kind=KIND, subject_id=run.pk, dedup_key=f"{KIND}:{run.pk}", by=by)
    return run


def why_not(cycle: AwardCycle) -> str:
    """Why eligibility cannot be computed now, in words; empty: it can."""
    if cycle.state not in _COMPUTED_IN:
        return _("Eligibility is computed once the cycle is open.")
    if cycle.cut_off_on >= timezone.localdate():
        day = cycle.cut_off_on + timedelta(days=1)
        return _("The cut-off day is not over. Eligibility can be computed from %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
    return ""


def frozen(cycle: AwardCycle) -> EligibilityRun | None:
    """The run whose rows the lists are made of."""
    return cycle.runs.filter(is_frozen=True).first()


def running(cycle: AwardCycle) -> EligibilityRun | None:
    """The newest run that is not done and whose job has not given up."""
    for run in cycle.runs.filter(done_at__isnull=True):
        if (job := job_of(run)) and job.is_open:
            return run
    return None


def job_of(run: EligibilityRun) -> Job | None:
    return Job.objects.filter(kind=KIND, subject_id=run.pk).order_by("-pk").first()


def eligibility_job(running: Running) -> None:
    """The job `awards.eligibility`: goes on after the last block that was written."""
    compute(EligibilityRun.objects.select_related("cycle").get(pk=running.job.subject_id), running)


def compute(run: EligibilityRun, running: Running | None = None) -> EligibilityRun:
    """Measures everybody and writes the rows, a block in a transaction; done again, it stays as it is.

    Effects: EligibilityRow rows; the run's counts, digest, and whether it is the frozen one."""
    if run.done_at is not None:
        return run
    rule = rows.Rule.of(run.cycle)
    done = EligibilityRow.objects.filter(run=run).count()
    last = EligibilityRow.objects.filter(run=run).order_by("-enterprise").values_list("enterprise", flat=True).first()
    total = Enterprise.objects.exclude(state=EnterpriseState.KNOWN).count()
    for _last, block in registered_on(run.cut_off_on, months=run.cycle.months, after=last):
        with transaction.atomic():
            rows.write(run, [rule.row(one) for one in block])
            done += len(block)
            if running:
                running.advance(done, max(total, done))
    _finish(run, running)
    return run


@transaction.atomic
def _finish(run: EligibilityRun, running: Running | None) -> None:
    """The first that is done for the cycle's cut-off is the frozen one; the others only check it."""
    cycle = locked(run.cycle)
    run.enterprises, run.eligible, run.digest = rows.summed(run)
    run.is_draft = bool(waiting(run))
    run.is_frozen = run.cut_off_on == cycle.cut_off_on and frozen(cycle) is None
    run.done_at = timezone.now()
    run.save(update_fields=["enterprises", "eligible", "digest", "is_draft", "is_frozen", "done_at"])
    if running:
        running.advance(run.enterprises, run.enterprises)


def may_freeze(run: EligibilityRun) -> bool:
    """A later run may take the frozen one's place while nobody competes by it."""
    cycle = run.cycle
    fits = run.done_at is not None and not run.is_frozen and run.cut_off_on == cycle.cut_off_on
    return fits and cycle.state == CycleState.OPEN and not cycle.candidates.exists()


@transaction.atomic
def freeze(run: EligibilityRun, *, by: User) -> EligibilityRun:
    """This run takes the frozen one's place: somebody looked at what differs. Effects: is_frozen of the two runs.

    Raises Refused once somebody competes by the frozen one."""
    locked(run.cycle)
    if not may_freeze(run):
        raise Refused(_("The frozen list stays: somebody competes by it, or the cycle is not open."))
    with acting(by=by, action="award.eligibility.freeze", run=str(run.pk)):
        run.cycle.runs.filter(is_frozen=True).update(is_frozen=False)
        run.is_frozen = True
        run.save(update_fields=["is_frozen"])
    return run


def waiting(run: EligibilityRun) -> list[InForce]:
    """Values of the law book the run rests on that nobody confirmed yet."""
    return [
        value for value in rules.in_force((*rules.LABELS, *rules.CONTRIBUTIONS), run.cut_off_on) if not value.confirmed
    ]


def same(run: EligibilityRun, other: EligibilityRun | None) -> bool | None:
    """Whether two runs of one cut-off say the same of everybody; None: one is not done, or they are of other days."""
    if other is None or not (run.digest and other.digest) or run.cut_off_on != other.cut_off_on:
        return None
    return run.digest == other.digest


def differing(run: EligibilityRun, other: EligibilityRun, limit: int) -> list[rows.Difference]:
    """Enterprises of which two runs say different things, each with what differs."""
    return rows.differing(run, other, limit)


def visible_rows(run: EligibilityRun, user: User) -> QuerySet[EligibilityRow]:
    """Rows of a run in the user's places."""
    return EligibilityRow.objects.visible_to(user).filter(run=run).select_related("enterprise", "category")


def only(
    found: QuerySet[EligibilityRow], *, category: str = "", shown: str = "", missed: str = "", unknown: str = ""
) -> QuerySet[EligibilityRow]:
    """Rows narrowed by category ("none": fits none), by eligible or not, by a measure that was missed or not known."""
    if category:
        found = found.filter(category=None) if category == "none" else found.filter(category=category)
    if shown in ("eligible", "not"):
        found = found.filter(eligible=shown == "eligible")
    wanted = Q(missed__contains=[missed]) if missed else Q()
    return found.filter(wanted & (Q(unknown__contains=[unknown]) if unknown else Q())).order_by(
        F("points").desc(), "enterprise"
    )
