"""The ways an application can end; refusing and reopening need two people, never the same."""

import datetime
import logging
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.law.book import value_or
from nssf_portal.work import services as work
from nssf_portal.work.enums import WorkState
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import NotPossible
from registration import checks
from registration.checks import certificate, employer
from registration.checks.running import only_waits_for
from registration.enums import (
    PRIVATE_CORRECTIONS,
    ApplicationKind,
    ApplicationState,
    EmployerContact,
    WaitsFor,
)
from registration.models import Application, Member
from registration.services import confirmations, correcting, enrolling, telling
from registration.workflow import APPLICATION

log = logging.getLogger(__name__)
RULE = "application.all_checks_pass/1"
"""Name and version of the rule that approves without a person; a rule never refuses."""


class AlreadySent(NotPossible):
    """The application was sent meanwhile: on another device or by another press of the button."""

    def __init__(self, application: Application) -> None:
        super().__init__(application, "edit")


def route(application: Application, *, by: User | None) -> None:
    """After sending, and whenever a new answer came: check, then approve by rule, wait, or ask an officer.

    `application` is locked and submitted. The employer is asked first, whatever an officer will have to look at
    besides; a certificate is waited for only when nothing else is open."""
    confirmations.renew(application, by=by)
    _one_at_a_time(application)
    findings = checks.run(application)
    if checks.all_pass(findings) and _approve_by_rule(application):
        return
    if checks.all_pass(findings):
        _to_an_officer(application, by=by)
    elif confirmations.must_ask(application):
        confirmations.ask(application, by=by)
        _wait(application, WaitsFor.EMPLOYER, confirmations.due_on())
    elif _waits_for_employer(application):
        _wait(application, WaitsFor.EMPLOYER, confirmations.of(application).due_on)
    elif only_waits_for(findings, certificate.CODE) and _has_no_certificate(findings):
        _wait(application, WaitsFor.CERTIFICATE, _certificate_until())
    else:
        _to_an_officer(application, by=by)


def _one_at_a_time(application: Application) -> None:
    """Two applications with one identity number, sent in the same second, are checked one after the other."""
    with connection.cursor() as cursor:
        for index in sorted(str(number.blind_index) for number in application.numbers.all()):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 13))", [index])


def _waits_for_employer(application: Application) -> bool:
    asked = confirmations.of(application)
    return bool(asked and asked.state == "asked" and asked.contact == EmployerContact.ASK)


def _has_no_certificate(findings: list) -> bool:
    return any(found.code == certificate.CODE and found.evidence == "no_certificate_yet" for found in findings)


def _certificate_until() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=int(value_or("application.certificate_wait", 60)))


def _wait(application: Application, what: str, until: datetime.date) -> None:
    application.waits_for, application.waits_until = what, until
    application.save(update_fields=["waits_for", "waits_until"])
    telling.tell(application, f"waits_{what}")


def _to_an_officer(application: Application, *, by: User | None) -> None:
    from registration.services.applications import open_item

    application.waits_for, application.waits_until = "", None
    application.save(update_fields=["waits_for", "waits_until"])
    if application.employer_contact == EmployerContact.QUIET:
        confirmations.note_quietly(application)
    open_item(application, by=by)
    telling.tell(application, "submitted")


def _approve_by_rule(application: Application) -> bool:
    """False when the register cannot take it now: no number is left, or it holds something that excludes this. Then an
    officer has it, and nothing of what was sent is lost."""
    try:
        with transaction.atomic(), acting(by=None, action="application.approve_by_rule", reason=RULE):
            member = enrolling.enrol(application, by=None)
            decided = {"rule": RULE, "member": member, "decided_at": timezone.now()}
            APPLICATION.move(application, "approve_by_rule", waits_for="", waits_until=None, **decided)
            if application.work_item and application.work_item.is_open:
                work.finish(application.work_item, decision="approve_by_rule", reason=RULE, by=None)
    except BlockExhausted:
        log.error("member numbers are used up; the core system must reserve a block: reserve_numbers")
    except (IntegrityError, enrolling.CannotEnrol) as told:
        log.warning("an application could not be approved by rule: %s", type(told).__name__)
    else:
        telling.tell(application, "approved")
        return True
    application.refresh_from_db()
    return False


def employer_answered(application: Application, *, by: User) -> None:
    """The answer on a locked application, however late: it may settle it, it voids a first decision, and a yes after
    the approval still makes the employment."""
    if application.state == ApplicationState.SUBMITTED:
        route(application, by=None)
    elif application.state == ApplicationState.APPROVED and application.member:
        enrolling.employ(application, application.member, by=by)
    elif application.state in (ApplicationState.IN_REVIEW, ApplicationState.RETURNED):
        checks.run_one(application, employer.CODE)
    elif application.state == ApplicationState.REFUSAL_PROPOSED:
        checks.run_one(application, employer.CODE)
        void_first_decision(application, reason="employer answered", by=None)


@transaction.atomic
def resume(application: Application, *, by: User | None = None) -> None:
    """Something it waited for may have come: check again. Nothing happens to one that is not waiting."""
    locked = _locked(application)
    if locked.state == ApplicationState.SUBMITTED and locked.waits_for:
        with acting(by=by, action="application.resume"):
            route(locked, by=by)


@transaction.atomic
def give_up_waiting(application: Application, *, by: User | None = None) -> None:
    """The clock ran out: an officer looks; the applicant loses nothing."""
    locked = _locked(application)
    if locked.state == ApplicationState.SUBMITTED and locked.waits_for:
        with acting(by=by, action="application.give_up_waiting"):
            if locked.waits_for == WaitsFor.EMPLOYER:
                confirmations.give_up(locked)
            checks.run(locked)
            _to_an_officer(locked, by=by)


@transaction.atomic
def approve(application: Application, *, by: User, reason: str = "", same_as: Member | None = None) -> Application:
    """One officer. `same_as` names the member the applicant already is; only one of the found candidates will do.

    Raises NotPossible when somebody was faster, BlockExhausted when there is no number left, CannotCorrect with the
    reason when the register cannot hold it."""
    _may_decide(application, by)
    locked = _locked(application)
    if not APPLICATION.allows(locked, "approve") or needs_second(locked):
        raise NotPossible(locked, "approve")
    if same_as and not locked.candidates.filter(member=same_as).exists():
        raise PermissionDenied
    with acting(by=by, action="application.approve", application=str(locked.pk), reason=reason):
        member = _effect(locked, same_as, by)
        decided = {"decided_at": timezone.now(), "decided_by": by, "decision_reason": reason[:500], "member": member}
        APPLICATION.move(locked, "approve", waits_for="", waits_until=None, **decided)
        work.finish(_item(locked), decision="same" if same_as else "approve", reason=reason, by=by)
    telling.tell(locked, "approved")
    return _fresh(application)


def needs_second(application: Application) -> bool:
    """Two numbers of one person, or work under another's name: approved by two people (the database says so too)."""
    return application.kind == ApplicationKind.CORRECTION and application.correction in PRIVATE_CORRECTIONS


@transaction.atomic
def propose_approval(application: Application, *, reason: str, by: User) -> Application:
    """The first of two decisions; nothing of the register changes yet."""
    _may_decide(application, by)
    locked = _locked(application)
    if not needs_second(locked) or not APPLICATION.allows(locked, "approve"):
        raise NotPossible(locked, "propose_approval")
    with acting(by=by, action="application.propose_approval", application=str(locked.pk), reason=reason):
        work.propose(_item(locked), decision="approve", reason=reason, by=by)
        locked.first_decided_by = by
        locked.save(update_fields=["first_decided_by"])
    return _fresh(application)


@transaction.atomic
def confirm_approval(application: Application, *, reason: str = "", by: User) -> Application:
    """The second person, never the first; what the correction says is carried out now. The employer is told nothing.

    Raises CannotCorrect when it can't be carried out, NotPossible when the first decision is void meanwhile."""
    _may_decide(application, by, Permission.DECIDE_SECOND)
    locked = _locked(application)
    item = _item(locked)
    if item.state != "proposed" or item.first_decision != "approve":
        raise NotPossible(locked, "confirm_approval")
    with acting(by=by, action="application.confirm_approval", application=str(locked.pk), reason=reason):
        item = work.confirm(item, reason=reason, by=by)
        member = correcting.apply(locked, by=by)
        decided = {"decided_at": timezone.now(), "decided_by": by, "decision_reason": item.first_reason}
        APPLICATION.move(locked, "approve", waits_for="", waits_until=None, member=member, **decided)
    telling.tell(locked, "approved")
    return _fresh(application)


@transaction.atomic
def void_approval(application: Application, *, reason: str, by: User | None) -> Application:
    """The second person disagrees, or something was added after the first decision: it must be proposed anew."""
    locked = _locked(application)
    item = _item(locked)
    if item.state == "proposed" and item.first_decision == "approve":
        with acting(by=by, action="application.void_approval", application=str(locked.pk), reason=reason):
            work.send_back(item, reason=reason, by=by)
            locked.first_decided_by = None
            locked.save(update_fields=["first_decided_by"])
    return _fresh(application)


def _effect(application: Application, same_as: Member | None, by: User) -> Member:
    if application.kind == ApplicationKind.CORRECTION:
        return correcting.apply(application, by=by)
    try:
        with transaction.atomic():
            return enrolling.enrol(application, same_as=same_as, by=by)
    except enrolling.CannotEnrol as told:
        raise correcting.CannotCorrect(str(told)) from told
    except IntegrityError as told:
        raise correcting.CannotCorrect(
            _("The register holds something that excludes this, for example the same number. Look at it again.")
        ) from told


@transaction.atomic
def send_back(application: Application, *, fields: Sequence[str], why: str, by: User) -> Application:
    """The applicant answers exactly these fields and documents; the clock stands still meanwhile."""
    _may_decide(application, by)
    with acting(by=by, action="application.return", application=str(application.pk), reason=why):
        APPLICATION.transition(
            application, "return", returned_fields=list(fields), returned_why=why[:500], waits_for="", waits_until=None
        )
        work.ask(_item(application), reason=why, by=by)
    telling.tell(application, "returned")
    return application


@transaction.atomic
def propose_refusal(application: Application, *, reason: str, by: User) -> Application:
    _may_decide(application, by)
    with acting(by=by, action="application.propose_refusal", application=str(application.pk), reason=reason):
        APPLICATION.transition(application, "propose_refusal", waits_for="", waits_until=None, first_decided_by=by)
        work.propose(_item(application), decision="refuse", reason=reason, by=by)
    return application


@transaction.atomic
def confirm_refusal(application: Application, *, by: User, reason: str = "") -> Application:
    """The second person; never the first (work.confirm and the database say so)."""
    _may_decide(application, by, Permission.DECIDE_SECOND)
    _hold(application)
    with acting(by=by, action="application.refuse", application=str(application.pk)):
        item = work.confirm(_item(application), reason=reason, by=by)
        decided = {"decided_at": timezone.now(), "decided_by": by, "decision_reason": item.first_reason}
        APPLICATION.transition(application, "refuse", **decided)
        confirmations.void(application)
    telling.tell(application, "refused")
    return application


@transaction.atomic
def reject_refusal(application: Application, *, reason: str, by: User) -> Application:
    """The second person disagrees: back to the queue, the first decision is void."""
    _may_decide(application, by, Permission.DECIDE_SECOND)
    if _item(application).first_by_id == by.pk:
        raise PermissionDenied
    with acting(by=by, action="application.reject_refusal", application=str(application.pk), reason=reason):
        void_first_decision(application, reason=reason, by=by)
    return application


def void_first_decision(application: Application, *, reason: str, by: User | None) -> None:
    """A later edit, a new answer or the second person's no: whoever decides next reads everything anew."""
    APPLICATION.transition(application, "reject_refusal", first_decided_by=None)
    work.send_back(_item(application), reason=reason, by=by)


@transaction.atomic
def reopen(application: Application, *, reason: str, by: User) -> Application:
    """A refused or withdrawn application is looked at again, by somebody who did not decide it."""
    _may_decide(application, by, Permission.DECIDE_SECOND)
    _hold(application)
    if application.decided_by_id == by.pk:
        raise PermissionDenied
    if application.submitted_at is None:
        raise NotPossible(application, "reopen")
    from registration.services.applications import open_item

    with acting(by=by, action="application.reopen", application=str(application.pk), reason=reason):
        item = application.work_item
        if item is None or item.state != WorkState.DONE:
            open_item(application, by=by)
        else:
            work.reopen(item, reason=reason, by=by)
        against = application.decided_by
        return APPLICATION.transition(
            application, "reopen", reopened_at=timezone.now(), reopened_by=by, reopened_against=against
        )


@transaction.atomic
def recheck(application: Application, code: str, *, by: User) -> None:
    """One check asked again, when its partner gave no answer; what it says now stands beside the others."""
    _may_decide(application, by)
    locked = _locked(application)
    if not APPLICATION.allows(locked, "approve"):
        raise NotPossible(locked, "recheck")
    with acting(by=by, action="application.recheck", application=str(locked.pk), check=code):
        checks.run_one(locked, code)


def stop_waiting(application: Application, *, reason: str, by: User | None) -> None:
    """Nobody else need look at it any more."""
    confirmations.void(application)
    if application.work_item and application.work_item.is_open:
        work.cancel(application.work_item, reason=reason, by=by)


def _may_decide(application: Application, by: User, permission: str = Permission.DECIDE_WORK) -> None:
    """Nobody decides an application of their own, about their own record, or one they filled in for somebody."""
    if not by.has_permission(permission) or has_part(application, by):
        raise PermissionDenied


def has_part(application: Application, user: User) -> bool:
    """The applicant, the helper, and whoever signs in to the record that is corrected, depended upon or made."""
    if user.pk in (application.user_id, application.helped_by_id):
        return True
    about = [application.corrects_id, application.sponsor_id, application.member_id]
    return Member.objects.filter(pk__in=[key for key in about if key], user=user).exists()


def _item(application: Application) -> WorkItem:
    if application.work_item is None:
        raise NotPossible(application, "decide")
    return application.work_item


def _hold(application: Application) -> None:
    """Lock the row first, then its item, as everybody else does; and read what is true now."""
    _locked(application)
    application.refresh_from_db()


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=application.pk)


def _fresh(application: Application) -> Application:
    application.refresh_from_db()
    return application
