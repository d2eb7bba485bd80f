"""A year's award: prepared with its categories and criteria, opened, called off, put into the archive."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from incentives.enums import CriterionKind, CycleState
from incentives.models import AwardCategory, AwardCriterion, AwardCycle
from incentives.services.cycle_rules import standard
from incentives.workflow import CYCLE
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

OVER = (CycleState.ARCHIVED, CycleState.CANCELLED)
# What an opened cycle may still change: its days and its words, not the rules somebody competes under.
_LATER = frozenset(
    "name_km name_en cut_off_on nominations_from nominations_until scoring_until week_from week_until presented_at "
    "legal_ground".split()
)


@transaction.atomic
def create(*, by: User, submission_id: uuid.UUID, **given: Any) -> AwardCycle:
    """A cycle with last year's categories and criteria, or the first ones; sent again, the same cycle.

    Effects: an AwardCycle, its AwardCategory and AwardCriterion rows. Raises Refused when the year has one."""
    if made := AwardCycle.objects.filter(submission_id=submission_id).first():
        return made
    if AwardCycle.objects.filter(year=given["year"]).exists():
        raise Refused(_("There is a cycle for this year already."))
    with acting(by=by, action="award.cycle.create"):
        cycle = AwardCycle.objects.create(created_by=by, submission_id=submission_id, **given)
        _fill(cycle)
    return cycle


def _fill(cycle: AwardCycle) -> None:
    """Categories and criteria of the last cycle that was opened; of the first, the standard ones."""
    last = AwardCycle.objects.filter(opened_at__isnull=False, year__lt=cycle.year).order_by("-year").first()
    if last is None:
        categories, criteria = standard(cycle)
    else:
        categories = [_copy(one, cycle) for one in last.categories.all()]
        criteria = [_copy(one, cycle) for one in last.criteria.all()]
    for one in (*categories, *criteria):
        one.save()


def _copy(one: Any, cycle: AwardCycle) -> Any:
    names = [field.name for field in one._meta.concrete_fields if field.name not in ("id", "cycle")]
    return type(one)(cycle=cycle, **{name: getattr(one, name) for name in names})


def locked(cycle: AwardCycle) -> AwardCycle:
    return AwardCycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)


@transaction.atomic
def change(cycle: AwardCycle, *, by: User, **given: Any) -> AwardCycle:
    """Days and words at any time before the archive; everything else while it is being prepared.

    Another cut-off asks for eligibility to be computed anew, so it waits for nobody who competes already."""
    found = locked(cycle)
    if found.state in OVER:
        raise Refused(_("This cycle is over: it stays as it was."))
    changed = {name: value for name, value in given.items() if getattr(found, name) != value}
    if found.state != CycleState.DRAFTED and set(changed) - _LATER:
        raise Refused(_("The rules of an open cycle do not change; its days can be moved."))
    with acting(by=by, action="award.cycle.change"):
        if "cut_off_on" in changed:
            _let_go(found)
        for name, value in changed.items():
            setattr(found, name, value)
        found.save(update_fields=list(changed) or None)
    return found


def _let_go(cycle: AwardCycle) -> None:
    """The frozen run spoke of another day."""
    frozen = cycle.runs.filter(is_frozen=True)
    if frozen.exists() and cycle.candidates.exists():
        raise Refused(_("Enterprises compete already by the frozen list: its cut-off date stays."))
    frozen.update(is_frozen=False)


@transaction.atomic
def open_cycle(cycle: AwardCycle, *, by: User) -> AwardCycle:
    """Nominations and the computation of eligibility can begin; the rules do not change any more."""
    found = locked(cycle)
    if missing := not_ready(found):
        raise Refused(" ".join(missing))
    with acting(by=by, action="award.cycle.open"):
        return CYCLE.move(found, "open", opened_at=timezone.now(), opened_by=by)


def not_ready(cycle: AwardCycle) -> list[str]:
    """What a cycle needs before it can be opened, in words."""
    kinds = list(cycle.criteria.values_list("kind", "required"))
    missing = []
    if not cycle.categories.exists():
        missing.append(_("Add a category: who competes with whom."))
    if (CriterionKind.COMPUTED, True) not in kinds:
        missing.append(_("Add a computed criterion that must hold."))
    if not any(kind == CriterionKind.JUDGED for kind, _required in kinds):
        missing.append(_("Add a criterion for the jury."))
    return missing


@transaction.atomic
def cancel(cycle: AwardCycle, *, by: User, reason: str) -> AwardCycle:
    """No award this year; whoever competed stays in the record."""
    found = locked(cycle)
    if not reason.strip():
        raise Refused(_("Say why the award is called off."))
    with acting(by=by, action="award.cycle.cancel", reason=reason):
        return CYCLE.move(
            found, "cancel", cancelled_at=timezone.now(), cancelled_by=by, cancelled_reason=reason.strip()
        )


@transaction.atomic
def archive(cycle: AwardCycle, *, by: User) -> AwardCycle:
    """After the announcement: nothing of it changes any more but a withdrawal."""
    with acting(by=by, action="award.cycle.archive"):
        return CYCLE.move(locked(cycle), "archive", archived_at=timezone.now(), archived_by=by)


@transaction.atomic
def save_category(
    cycle: AwardCycle, *, by: User, given: Mapping[str, Any], category: AwardCategory | None = None
) -> AwardCategory:
    """A new category, or another form of one; the same words once in a cycle, so that a second press makes no twin."""
    _being_prepared(cycle)
    named = cycle.categories.filter(name_km=given["name_km"], name_en=given["name_en"])
    if named.exclude(pk=category.pk if category else None).exists():
        raise Refused(_("A category with this name is there already."))
    with acting(by=by, action="award.category.save"):
        return _saved(category or AwardCategory(cycle=cycle), given)


@transaction.atomic
def save_criterion(
    cycle: AwardCycle, *, by: User, given: Mapping[str, Any], criterion: AwardCriterion | None = None
) -> AwardCriterion:
    """A new criterion, or another form of one; each measure and each name once in a cycle."""
    _being_prepared(cycle)
    others = cycle.criteria.exclude(pk=criterion.pk if criterion else None)
    if given.get("measure") and others.filter(measure=given["measure"]).exists():
        raise Refused(_("This measure is a criterion of the cycle already."))
    if others.filter(kind=given["kind"], name_km=given["name_km"], name_en=given["name_en"]).exists():
        raise Refused(_("A criterion with this name is there already."))
    with acting(by=by, action="award.criterion.save"):
        return _saved(criterion or AwardCriterion(cycle=cycle), given)


def _saved(one: Any, given: Mapping[str, Any]) -> Any:
    for name, value in given.items():
        setattr(one, name, value)
    one.save()
    return one


@transaction.atomic
def remove(one: AwardCategory | AwardCriterion, *, by: User) -> None:
    """Takes a category or criterion out while the cycle is being prepared; its history stays."""
    _being_prepared(one.cycle)
    with acting(by=by, action=f"award.{one._meta.model_name}.remove"):
        one.delete()


def _being_prepared(cycle: AwardCycle) -> None:
    if locked(cycle).state != CycleState.DRAFTED:
        raise Refused(_("The rules of an open cycle do not change; its days can be moved."))
