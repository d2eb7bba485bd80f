"""Rows of the plan in versions, decisions about them, the plan that follows; one person makes, another confirms."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload
from reporting.enums import DecisionKind, Part
from reporting.models import Measure, MeasurePart, MeasureVersion, Plan, PlanDecision

Institutions = Iterable[Institution]
_COPIED = ("title_km", "title_en", "indicator_km", "indicator_en")


def plan_on(day: date | None = None) -> Plan | None:
    """The plan whose time it is; after its end the last one, before its beginning the first one."""
    day = day or timezone.localdate()
    begun = Plan.objects.filter(starts_on__lte=day).order_by("-starts_on").first()
    return begun or Plan.objects.order_by("starts_on").first()


@transaction.atomic
def propose(
    measure: Measure, *, submission_id: uuid.UUID, by: User, lead: Institutions, support: Institutions, **texts: Any
) -> MeasureVersion:
    """What a row shall say from a day on; in force when somebody else confirms it.

    Effects: one open version with its institutions; the same submission again is the same version."""
    if earlier := MeasureVersion.objects.filter(submission_id=submission_id).first():
        return earlier
    locked = Measure.objects.select_for_update().get(pk=measure.pk)
    last = locked.versions.order_by("-version").first()
    if last and last.confirmed_at is None:
        raise Refused(_("Somebody has proposed a version already. It is confirmed or withdrawn first."), last)
    if last and texts["valid_from"] <= last.valid_from:
        raise Refused(_("The version in force begins later than that. Choose a later day."), last)
    with acting(by=by, action="plan.propose"):
        return _add_version(locked, submission_id, by, lead, support, texts)


def _add_version(
    measure: Measure, key: uuid.UUID, by: User, lead: Institutions, support: Institutions, texts: dict[str, Any]
) -> MeasureVersion:
    number = measure.versions.count() + 1
    version = MeasureVersion.objects.create(submission_id=key, measure=measure, version=number, made_by=by, **texts)
    leads = set(lead)
    parts = [(one, Part.LEAD) for one in lead] + [(one, Part.SUPPORT) for one in support if one not in leads]
    MeasurePart.objects.bulk_create(MeasurePart(version=version, institution=one, part=part) for one, part in parts)
    return version


def why_not_confirm(version: MeasureVersion, user: User) -> str:
    """In words, or '' when this person may confirm it."""
    if version.confirmed_at:
        return _("It is confirmed already.")
    if version.made_by_id == user.pk:
        return _("You made this version. Somebody else confirms it.")
    return ""


@transaction.atomic
def confirm(version: MeasureVersion, *, by: User) -> MeasureVersion:
    """The second person's act. Effects: the version is in force from its day, and never changes again."""
    locked = _open(version)
    if why := why_not_confirm(locked, by):
        raise Refused(why, locked)
    locked.confirmed_at, locked.confirmed_by = timezone.now(), by
    with acting(by=by, action="plan.confirm"):
        locked.save(update_fields=["confirmed_at", "confirmed_by"])
    return locked


@transaction.atomic
def withdraw(version: MeasureVersion, *, by: User) -> None:
    """A version that nobody confirmed goes away; a row that never said anything else goes with it."""
    locked = _open(version)
    if locked.confirmed_at:
        raise Refused(_("It is confirmed already."), locked)
    measure = locked.measure
    with acting(by=by, action="plan.withdraw"):
        locked.parts.all().delete()
        locked.delete()
        if not measure.versions.exists() and not measure.decisions.exists():
            measure.delete()


def _open(version: MeasureVersion) -> MeasureVersion:
    found = MeasureVersion.objects.select_for_update().filter(pk=version.pk).first()
    if found is None:
        raise Refused(_("This version was withdrawn."), version)
    return found


@transaction.atomic
def add_row(
    plan: Plan, *, number: str, theme: str, submission_id: uuid.UUID, by: User, lead: Institutions,
    support: Institutions, **texts: Any,
) -> MeasureVersion:  # fmt: skip
    """A row that the plan did not have; in force when somebody else confirms it. Effects: a row and its version."""
    if earlier := MeasureVersion.objects.filter(submission_id=submission_id).first():
        return earlier
    Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.measures.filter(number=number).exists():
        raise Refused(_("The plan has a row of this number already. Give another number."))
    measure = Measure.objects.create(plan=plan, number=number, theme=theme)
    with acting(by=by, action="plan.add"):
        return _add_version(measure, submission_id, by, lead, support, texts)


@transaction.atomic
def decide(
    plan: Plan, *, submission_id: uuid.UUID, by: User, kind: str, decided_on: date, measure: Measure | None = None,
    until: date | None = None, upload: Upload | None = None, **texts: Any,
) -> PlanDecision:  # fmt: skip
    """A decision of the Committee, the Council or the Government, as it was taken.

    Effects: one dated decision; one on the whole plan that extends or ends it moves the plan's last day."""
    if earlier := PlanDecision.objects.filter(submission_id=submission_id).first():
        return earlier
    if decided_on > timezone.localdate():
        raise Refused(_("A decision is written down when it was taken, not before."))
    if kind == DecisionKind.EXTENDED and until is None:
        raise Refused(_("Say until when it is extended."))
    if until and until < decided_on and kind == DecisionKind.EXTENDED:
        raise Refused(_("It is extended until a day after the decision."))
    given = {"plan": plan, "measure": measure, "kind": kind, "decided_on": decided_on, "until": until, **texts}
    with acting(by=by, action="plan.decide"):
        defaults = given | {"upload": upload, "entered_by": by}
        made = PlanDecision.objects.create(submission_id=submission_id, **defaults)
        if measure is None:
            _move_end(plan, made)
    return made


def _move_end(plan: Plan, decision: PlanDecision) -> None:
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    day = decision.until or decision.decided_on
    extends = decision.kind == DecisionKind.EXTENDED and day > locked.ends_on
    ends = decision.kind == DecisionKind.ENDED and locked.starts_on < day < locked.ends_on
    if extends or ends:
        locked.ends_on = plan.ends_on = day
        locked.save(update_fields=["ends_on"])


def runs_until(version: MeasureVersion, decisions: Iterable[PlanDecision]) -> date:
    """The last day of a row: its timeline's, or what later decisions say of it or of the whole plan."""
    day = date(version.last_year, 12, 31)
    theirs = [one for one in decisions if one.measure_id in (None, version.measure_id)]
    for one in sorted(theirs, key=lambda one: (one.decided_on, str(one.pk))):
        if one.kind == DecisionKind.EXTENDED and one.until:
            day = max(day, one.until)
        elif one.kind == DecisionKind.ENDED:
            day = one.until or one.decided_on
    return day


@transaction.atomic
def succeed(plan: Plan, *, code: str, by: User, rows: Iterable[Measure], **fields: Any) -> Plan:
    """The plan that follows, with the rows that go on; each says what it says now and waits to be confirmed.

    Effects: a plan, its rows, one open version each."""
    if earlier := Plan.objects.filter(follows=plan).first():
        return earlier
    if fields["starts_on"] <= plan.starts_on:
        raise Refused(_("It begins after the plan that it follows."))
    if fields["ends_on"] <= fields["starts_on"]:
        raise Refused(_("The last day comes after the first."))
    if Plan.objects.filter(code=code).exists():
        raise Refused(_("There is a plan of this code already. Give another code."))
    with acting(by=by, action="plan.succeed"):
        made = Plan.objects.create(code=code, follows=plan, **fields)
        for measure in rows:
            _carry_over(measure, made, by)
    return made


def _carry_over(measure: Measure, to: Plan, by: User) -> None:
    now = measure.versions.filter(confirmed_at__isnull=False).order_by("-version").first()
    if now is None:
        return
    row = Measure.objects.create(plan=to, number=measure.number, theme=measure.theme)
    texts = {name: getattr(now, name) for name in _COPIED}
    texts |= {"first_year": to.starts_on.year, "last_year": to.ends_on.year, "valid_from": to.starts_on}
    parts = list(now.parts.select_related("institution"))
    lead = [one.institution for one in parts if one.part == Part.LEAD]
    support = [one.institution for one in parts if one.part == Part.SUPPORT]
    _add_version(row, uuid.uuid4(), by, lead, support, texts)


@transaction.atomic
def confirm_all(plan: Plan, *, by: User) -> int:
    """Every row of a plan that waits and that somebody else made. Returns how many."""
    waiting = MeasureVersion.objects.filter(measure__plan=plan, confirmed_at__isnull=True).exclude(made_by=by)
    with acting(by=by, action="plan.confirm"):
        return waiting.update(confirmed_at=timezone.now(), confirmed_by=by)
