"""Reports: asked for, computed by a job, edited, reviewed by another person, published, corrected by a new edition."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.ids import uuid7
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.references import new_reference
from reporting.computing import plan_for
from reporting.enums import ReportState
from reporting.models import Plan, ProgressEntry, Report, ReportSection
from reporting.periods import Period
from reporting.sections import SECTIONS
from reporting.workflow import REPORT

COMPUTE, PUBLISH = "report", "report.publish"


def ask_for(period: Period, by: User | None = None, submission_id: uuid.UUID | None = None) -> Report:
    """The report of the period: the open one, else the published one, else a new one that a job computes.

    Two who ask at once get the same. Effects: a Report with its sections, a Job. Raises Refused."""
    if submission_id and (made := Report.objects.filter(submission_id=submission_id).first()):
        return made
    plan = _plan(period)
    if found := current(plan, period):
        return found
    try:
        with transaction.atomic(), acting(by=by, action="report.ask"):
            return _begin(_new(plan, period, by, submission_id or uuid7()))
    except IntegrityError:
        if found := current(plan, period):  # somebody asked at the same moment and was first
            return found
        raise


def _plan(period: Period) -> Plan:
    if period.first > timezone.localdate():
        raise Refused(_("This period has not begun. A report can be asked for from its first day."))
    if plan := plan_for(period):
        return plan
    raise Refused(_("No plan was in force in this period, so there is nothing to report on."))


def current(plan: Plan, period: Period) -> Report | None:
    """The open report of a period, else the edition in force."""
    of_period = Report.objects.filter(plan=plan, period=period.code)
    return of_period.open().first() or of_period.filter(state=ReportState.PUBLISHED).first()


def _new(plan: Plan, period: Period, by: User | None, submission_id: uuid.UUID, **more: object) -> Report:
    return Report(
        submission_id=submission_id, reference=new_reference("REP"), plan=plan, kind=period.kind, period=period.code,
        requested_by=by, **more,
    )  # fmt: skip


def _begin(report: Report, sections: Iterable[ReportSection] = ()) -> Report:
    """On record with its sections (those of the edition before, where it corrects one) and its job."""
    report.save(force_insert=True)
    earlier = {section.key: section for section in sections}
    ReportSection.objects.bulk_create(
        ReportSection(
            report=report, key=one.key, order=order,
            text_km=earlier[one.key].text_km if one.key in earlier else "",
            text_en=earlier[one.key].text_en if one.key in earlier else "",
        )
        for order, one in enumerate(SECTIONS, 1)
    )  # fmt: skip
    enqueue(COMPUTE, report, by=report.requested_by)
    return report


# --- jobs -------------------------------------------------------------------------------------------------------


def enqueue(kind: str, report: Report, *, by: User | None) -> Job:
    """The next job of its kind; the caller has locked the report or just made it."""
    number = Job.objects.filter(kind=kind, subject_id=report.pk).count() + 1
    return jobs.enqueue(kind=kind, subject_id=report.pk, dedup_key=f"{kind}:{report.pk}:{number}", by=by)


def job_of(report: Report, kind: str = COMPUTE) -> Job | None:
    """The newest."""
    return Job.objects.filter(kind=kind, subject_id=report.pk).order_by("-id").first()


def is_busy(report: Report) -> bool:
    """A worker computes it or makes its files."""
    return any(job.is_open for kind in (COMPUTE, PUBLISH) if (job := job_of(report, kind)))


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).get(pk=report.pk)


def _idle(report: Report) -> Report:
    """Locked, and no worker is at it."""
    found = _locked(report)
    if is_busy(found):
        raise Refused(_("The portal is working on this report. Wait until it is done."), found)
    return found


# --- acts -------------------------------------------------------------------------------------------------------


@transaction.atomic
def compute_again(report: Report, by: User | None = None) -> Report:
    """The figures anew, from the data as it is now; texts stay. While a job waits or runs, that one.

    Effects: the report is being computed, a Job. Raises NotPossible once it is reviewed."""
    found = _locked(report)
    if (job := job_of(found)) and job.is_open:
        _now(job)
        return found
    with acting(by=by, action="report.compute"):
        if found.state != ReportState.COMPUTING:  # its job gave up where nobody could write that down
            REPORT.move(found, "compute", failure="")
        enqueue(COMPUTE, found, by=by)
    return found


def _now(job: Job) -> None:
    """One that failed and waits to be tried again does not wait longer: somebody thinks the cause is gone."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED, failures__gt=0)
    if waiting.update(not_before=timezone.now(), failures=0):
        transaction.on_commit(lambda: jobs.ring(job.pk))


@transaction.atomic
def edit(
    report: Report, key: str, text_km: str, text_en: str, by: User, *, seen: datetime | None | str = ""
) -> ReportSection:
    """A section's text in both languages. Raises Refused when it is no draft, or somebody changed it since `seen`."""
    found = _idle(report)
    if found.state != ReportState.DRAFT:
        raise Refused(_("Only a draft can be edited. Send the report back first."), found, "edit")
    section = ReportSection.objects.select_for_update().get(report=found, key=key)
    if seen != "" and section.edited_at != seen:
        raise Refused(_("Somebody else changed this text meanwhile. It is shown as it is now."), found, "edit")
    with acting(by=by, action="report.edit"):
        section.text_km, section.text_en, section.edited_at, section.edited_by = text_km, text_en, timezone.now(), by
        section.save(update_fields=["text_km", "text_en", "edited_at", "edited_by"])
        found.edited_by = by
        found.save(update_fields=["edited_by"])
    return section


def hands(report: Report) -> set[object]:
    """Who asked for this edition or ever edited it."""
    events = apps.get_model("reporting", "ReportEvent")
    edited = events._default_manager.filter(pgh_obj_id=report.pk).values_list("edited_by_id", flat=True)
    return {one for one in (*edited, report.requested_by_id, report.edited_by_id) if one}


def why_not_review(report: Report, by: User) -> str:
    """Why this person cannot review it now, in words; empty: it can be done."""
    if report.state != ReportState.DRAFT:
        return _("Only a draft can be reviewed.")
    if not Period.parse(report.period).is_over(timezone.localdate()):
        return _("The period is not over: this draft shows how far it is, and can be reviewed once it ended.")
    if by.pk in hands(report):
        return _("You asked for this report or edited it: another person must review it.")
    return ""


def why_not_publish(report: Report, by: User) -> str:
    """Why this person cannot publish it now, in words; empty: it can be done."""
    if report.state != ReportState.REVIEWED:
        return _("Only a reviewed report can be published.")
    if by.pk in hands(report):
        return _("You asked for this report or edited it: another person must publish it.")
    return ""


def entries_since(report: Report) -> int:
    """Entries of institutions that were approved after the figures were computed: computing anew takes them in."""
    if report.figures_at is None:
        return 0
    quarters = [quarter.code for quarter in Period.parse(report.period).quarters]
    of_period = ProgressEntry.objects.filter(call__plan=report.plan_id, call__period__in=quarters)
    return of_period.filter(approved_at__gt=report.figures_at).count()


@transaction.atomic
def review(report: Report, by: User) -> Report:
    """A second person looked at it. Effects: reviewed, when and by whom. Raises Refused."""
    found = _idle(report)
    if why := why_not_review(found, by):
        raise Refused(why, found, "review")
    with acting(by=by, action="report.review"):
        REPORT.move(found, "review", reviewed_at=timezone.now(), reviewed_by=by)
    return found


@transaction.atomic
def send_back(report: Report, by: User, why: str = "") -> Report:
    """Not yet: it is a draft again, with the reason in its history. Effects: files made so far are dropped."""
    from reporting.services import report_files

    found = _idle(report)
    with acting(by=by, action="report.send_back", reason=why):
        REPORT.move(found, "send_back", reviewed_at=None, reviewed_by=None, failure="")
        report_files.drop(found)
    return found


@transaction.atomic
def ask_to_publish(report: Report, by: User) -> Job:
    """Files are set by a job, then the report is frozen and published; while one is at it, that one. Raises Refused."""
    found = _locked(report)
    if (job := job_of(found, PUBLISH)) and job.is_open:
        return job
    if why := why_not_publish(found, by):
        raise Refused(why, found, "publish")
    found.failure = ""
    found.save(update_fields=["failure"])
    return enqueue(PUBLISH, found, by=by)


def publish(report: Report, by: User, running: jobs.Running | None = None) -> Report:
    """Makes the files, freezes everything, supersedes the edition before.

    What is made of the files stays made when it has to be tried again. Raises Refused, OSError, PdfUnavailable."""
    from reporting.services import report_files

    if why := why_not_publish(report, by):
        raise Refused(why, report, "publish")
    report_files.make(report, running)
    with transaction.atomic(), acting(by=by, action="report.publish"):
        found = _locked(report)
        if why := why_not_publish(found, by):
            raise Refused(why, found, "publish")
        report_files.check(found)
        if found.corrects is not None:
            REPORT.move(_locked(found.corrects), "supersede")
        REPORT.move(found, "publish", published_at=timezone.now(), published_by=by, failure="")
    return found


@transaction.atomic
def correct(report: Report, why_km: str, why_en: str, by: User, submission_id: uuid.UUID) -> Report:
    """The next edition of a published report: computed anew, with the texts of this one and what differs from it.

    Effects: a Report with its sections, a Job. Raises Refused when it is not the edition in force."""
    found = _locked(report)
    if made := Report.objects.filter(submission_id=submission_id).first():
        return made
    if found.state != ReportState.PUBLISHED:
        raise Refused(_("Only the edition in force can be corrected."), found, "correct")
    if opened := Report.objects.filter(corrects=found).first():
        return opened
    more = {"edition": found.edition + 1, "corrects": found, "correction_km": why_km, "correction_en": why_en}
    with acting(by=by, action="report.correct"):
        return _begin(_new(found.plan, Period.parse(found.period), by, submission_id, **more), found.sections.all())


@transaction.atomic
def discard(report: Report, by: User) -> Report:
    """Given up. It is no edition then: its number, and what it would have corrected, are free for another."""
    found = _idle(report)
    with acting(by=by, action="report.discard"):
        REPORT.move(found, "discard", edition=1, corrects=None)
    return found
