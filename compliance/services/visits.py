"""Visits of a case: planned, announced, moved, cancelled, held. An ordinary one is announced days before."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compliance import facts, perms, powers
from compliance.calendar import recent_visit
from compliance.enums import Act, Answer, CaseKind, Entry, VisitState
from compliance.models import CaseFile, Checklist, PersonPresent, Visit, VisitAnswer
from compliance.services import entries, locking, telling
from compliance.services.calendar import TooSoon
from compliance.services.refusing import Refused
from compliance.workflow import CASE, VISIT
from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from nssf_portal.law import clock

_ACT = {CaseKind.SPECIAL: Act.VISIT_UNANNOUNCED}


@dataclass(frozen=True)
class Sheet:
    """What came back from a visit."""

    held_at: datetime
    workers_met: int | None = None
    statement: str = ""
    note: str = ""
    where: tuple[Decimal, Decimal] | None = None
    answers: Mapping[uuid.UUID, tuple[str, str]] = field(default_factory=dict)  # by question: answer, note
    present: Sequence[tuple[str, str]] = ()  # name, as what


def is_announced(case: CaseFile) -> bool:
    """Every kind but the special one is announced."""
    return case.kind != CaseKind.SPECIAL


def earliest(case: CaseFile, on: date | None = None) -> date:
    """The first day a visit may be planned for: an announced one leaves the days of notice."""
    today = on or timezone.localdate()
    return clock.deadline("inspection.prior_notice", today) if is_announced(case) else today


def notice_is_draft(on: date | None = None) -> bool:
    """The announcement prints DRAFT while the days of notice are to be confirmed."""
    return not law.value("inspection.prior_notice", on=on).confirmed


@transaction.atomic
def plan_visit(
    case: CaseFile,
    *,
    on: date,
    by: User,
    submission_id: uuid.UUID,
    reason: str = "",
    joint_with: Institution | None = None,
) -> Visit:
    """A visit in the shared calendar; again is the same visit. Raises TooSoon when a second visit has no reason.

    Effects: the visit, for an announced one the case's state and a message to the employer, an entry."""
    locked = locking.lock(case)
    if known := Visit.objects.filter(submission_id=submission_id).first():
        return known
    perms.require_work(by, case)
    powers.require(by, _ACT.get(CaseKind(case.kind), Act.VISIT), on)
    locking.require_open(locked, "plan")
    _day_is_free(locked, on, reason)
    with acting(by=by, action="visit.plan"):
        made = Visit.objects.create(
            submission_id=submission_id,
            case=locked,
            enterprise=locked.enterprise,
            commune_code=locked.commune_code,
            office=locked.office,
            joint_with=joint_with,
            planned_on=on,
            planned_by=by,
            announced=is_announced(locked),
            repeat_reason=reason.strip()[:500],
        )
        entries.note(locked, Entry.VISIT_PLANNED, by=by, reference=on.isoformat(), text=reason.strip()[:1000])
        if made.announced:
            _announce(locked, made, by)
    case.refresh_from_db()
    return made


@transaction.atomic
def move(visit: Visit, *, to: date, reason: str, by: User) -> Visit:
    """Another day, and why; an announced visit is announced anew."""
    perms.require_work(by, visit.case)
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if locked.state != VisitState.PLANNED:
        raise Refused(_("This visit was held or cancelled already."), locked, "move")
    if not reason.strip():
        raise Refused(_("Write why the visit is moved."), locked, "move")
    _day_is_free(locked.case, to, locked.repeat_reason or reason, besides=locked)
    with acting(by=by, action="visit.move"):
        locked.planned_on = to
        locked.save(update_fields=["planned_on"])
        entries.note(locked.case, Entry.VISIT_MOVED, by=by, reference=to.isoformat(), text=reason.strip()[:1000])
        if locked.announced:
            _tell(locked)
    return locked


@transaction.atomic
def cancel(visit: Visit, *, reason: str, by: User) -> Visit:
    """Not any more, and why; the calendar is free again."""
    perms.require_work(by, visit.case)
    if not reason.strip():
        raise Refused(_("Write why the visit is cancelled."), visit, "cancel")
    with acting(by=by, action="visit.cancel"):
        moved = VISIT.transition(
            visit, "cancel", cancelled_at=timezone.now(), cancelled_by=by, cancelled_reason=reason.strip()[:500]
        )
        entries.note(visit.case, Entry.VISIT_MOVED, by=by, text=reason.strip()[:1000])
        if moved.announced:
            told = {"event": f"visit:{moved.pk}:cancelled", "number": visit.case.reference}
            telling.representatives(visit.enterprise, "compliance.visit_cancelled", **told)
    return moved


@transaction.atomic
def hold(visit: Visit, sheet: Sheet, *, by: User) -> Visit:
    """The visit sheet, entered there or later from paper. Effects: the answers, who was there, the case's state."""
    perms.require_work(by, visit.case)
    _time_is_true(visit, sheet.held_at)
    case = locking.require_open(locking.lock(visit.case), "hold")
    latitude, longitude = sheet.where or (None, None)
    with acting(by=by, action="visit.hold"):
        held = VISIT.transition(
            visit,
            "hold",
            held_at=sheet.held_at,
            held_by=by,
            workers_met=sheet.workers_met,
            employer_statement=sheet.statement.strip()[:4000],
            note=sheet.note.strip()[:1000],
            latitude=latitude,
            longitude=longitude,
        )
        answer(case, sheet.answers, by=by, visit=held)
        PersonPresent.objects.bulk_create(
            [PersonPresent(visit=held, name=name[:160], capacity=role[:120]) for name, role in sheet.present if name]
        )
        if CASE.allows(case, "visit"):
            CASE.move(case, "visit", visited_at=sheet.held_at)
        entries.note(case, Entry.VISITED, by=by, number=sheet.workers_met, text=held.note)
    visit.case.refresh_from_db()
    return held


def answer(
    case: CaseFile,
    answers: Mapping[uuid.UUID, tuple[str, str]],
    *,
    by: User,
    visit: Visit | None = None,
    checklist: Checklist | None = None,
) -> None:
    """Keeps what was found about each question; what data proves is written down as proven, whatever was ticked.

    The questions are the case's, or those of another checklist that was asked."""
    checklist = checklist or case.checklist
    if checklist is None:
        return
    questions = list(checklist.questions.all())
    proven = facts.proven(case.enterprise, questions, get_language() or "km")
    rows = []
    for question in questions:
        fact = proven.get(question.proven_by)
        if fact:
            value, note = Answer.PROVEN, f"{fact.words} ({fact.said_by})"
        elif question.pk in answers:
            value, note = answers[question.pk]
        else:
            continue
        rows.append(VisitAnswer(visit=visit, case=case, question=question, answer=value, note=note[:500], by=by))
    VisitAnswer.objects.bulk_create(rows)


def _day_is_free(case: CaseFile, on: date, reason: str, besides: Visit | None = None) -> None:
    first = earliest(case)
    if on < first:
        words = _("An announced visit leaves days of notice: the first possible day is %(day)s.")
        text = words % {"day": first.isoformat()} if is_announced(case) else _("The day is past.")
        raise Refused(text, case, "plan")
    Enterprise.objects.select_for_update(of=("self",)).get(pk=case.enterprise_id)
    near = recent_visit(case.enterprise, on)
    if near and near != besides and not reason.strip():
        raise TooSoon(near)


def _time_is_true(visit: Visit, held_at: datetime) -> None:
    if held_at > timezone.now() + timedelta(minutes=5):  # clocks of telephones differ
        raise Refused(_("The time of the visit is in the future."), visit, "hold")
    if held_at < visit.case.opened_at - timedelta(days=1):
        raise Refused(_("The time of the visit is before the case was opened."), visit, "hold")


def _announce(case: CaseFile, visit: Visit, by: User) -> None:
    if CASE.allows(case, "notify"):
        CASE.move(case, "notify", notified_at=timezone.now())
    entries.note(case, Entry.ANNOUNCED, by=by, reference=visit.planned_on.isoformat())
    _tell(visit)


def _tell(visit: Visit) -> None:
    """The people who act for the enterprise learn of the day; an enterprise without any gets the letter.

    A day that is moved back to the first one is told again."""
    moves = visit.case.entries.filter(act=Entry.VISIT_MOVED).count()
    telling.representatives(
        visit.enterprise,
        "compliance.visit",
        event=f"visit:{visit.pk}:{visit.planned_on:%Y%m%d}:{moves}",
        number=visit.case.reference,
    )
