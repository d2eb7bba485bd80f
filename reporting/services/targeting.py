"""Targets by period and province, and baselines beside them: set by one person, confirmed by another."""

import uuid
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from reporting.models import Baseline, Indicator, Plan, Target
from reporting.periods import NotAPeriod, Period

WHOLE_PLAN = "plan"


@transaction.atomic
def set_target(
    plan: Plan, indicator: Indicator, *, period: str, province_code: str, value: Decimal, source: str, by: User,
    submission_id: uuid.UUID,
) -> Target:  # fmt: skip
    """What is to be reached by the end of a period; it takes the place of the one before, which stays readable.

    Effects: one target in force; the one before it is marked as replaced."""
    if earlier := Target.objects.filter(submission_id=submission_id).first():
        return earlier
    Plan.objects.select_for_update().get(pk=plan.pk)
    _within(plan, period)
    where = {"plan": plan, "indicator": indicator, "period": period, "province_code": province_code}
    with acting(by=by, action="target.set"):
        Target.objects.filter(**where, replaced_at__isnull=True).update(replaced_at=timezone.now())
        return Target.objects.create(**where, submission_id=submission_id, value=value, source=source, set_by=by)


def _within(plan: Plan, code: str) -> None:
    if code == WHOLE_PLAN:
        return
    try:
        period = Period.parse(code)
    except NotAPeriod as wrong:
        raise Refused(_("A period is a year, a quarter such as 2026Q3, or the whole plan.")) from wrong
    if period.last < plan.starts_on or period.first > plan.ends_on:
        raise Refused(_("This period lies outside the plan."))


def why_not_confirm_target(target: Target, user: User) -> str:
    """In words, or '' when this person may confirm it."""
    if target.replaced_at:
        return _("Another target has taken its place.")
    if target.confirmed:
        return _("It is confirmed already.")
    return _("You set it. Somebody else confirms it.") if target.set_by_id == user.pk else ""


@transaction.atomic
def confirm_target(target: Target, *, by: User) -> Target:
    """The second person's act. Effects: the target is confirmed."""
    locked = Target.objects.select_for_update().get(pk=target.pk)
    if why := why_not_confirm_target(locked, by):
        raise Refused(why, locked)
    locked.confirmed = True
    with acting(by=by, action="target.confirm"):
        locked.save(update_fields=["confirmed"])
    return locked


@transaction.atomic
def add_baseline(
    plan: Plan, indicator: Indicator, *, as_of: date, value: Decimal, source: str, by: User,
    numerator: int | None = None, denominator: int | None = None, note_km: str = "", note_en: str = "",
) -> Baseline:  # fmt: skip
    """Where an indicator stood, with day and source; others stand beside it. Effects: one baseline.

    The same day and source again is the same baseline: another value is refused."""
    if as_of > timezone.localdate():
        raise Refused(_("A baseline says how it was: its day is not in the future."))
    if (numerator is None) != (denominator is None):
        raise Refused(_("Give both counts of a share, or neither."))
    fields = {"plan": plan, "value": value, "numerator": numerator, "denominator": denominator}
    fields |= {"note_km": note_km, "note_en": note_en, "entered_by": by}
    with acting(by=by, action="baseline.add"):
        found, made = Baseline.objects.get_or_create(indicator=indicator, as_of=as_of, source=source, defaults=fields)
    if not made and found.value != value:
        raise Refused(_("This source gives another value for that day already. It is not overwritten."), found)
    return found


def why_not_confirm_baseline(baseline: Baseline, user: User) -> str:
    """In words, or '' when this person may confirm it."""
    if baseline.confirmed:
        return _("It is confirmed already.")
    return _("You entered it. Somebody else confirms it.") if baseline.entered_by_id == user.pk else ""


@transaction.atomic
def confirm_baseline(baseline: Baseline, *, by: User) -> Baseline:
    """The second person held it against its source. Effects: the baseline is confirmed."""
    locked = Baseline.objects.select_for_update().get(pk=baseline.pk)
    if why := why_not_confirm_baseline(locked, by):
        raise Refused(why, locked)
    locked.confirmed = True
    with acting(by=by, action="baseline.confirm"):
        locked.save(update_fields=["confirmed"])
    return locked
