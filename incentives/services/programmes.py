"""Programmes kept by officers: what is in force never changes, a new version follows from a day.

What an institution publishes (terms) is dated by itself and can be added at any time."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from incentives.enums import RequestState
from incentives.models import IncentiveRequest, Programme, ProgrammeCondition, ProgrammeTerm
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.ids import uuid7

_COPIED = (
    "code", "kind", "institution_id", "name_km", "name_en", "summary_km", "summary_en", "legal_ground", "confirmed",
    "budget", "takes_requests", "order",
)  # fmt: skip
_CONDITION = ("measure", "minimum", "maximum", "one_of", "source", "confirmed")
DAY = timedelta(days=1)


def is_planned(programme: Programme) -> bool:
    """Not in force yet: it may still be edited."""
    return programme.valid_from > timezone.localdate()


def is_in_force(programme: Programme, on: date | None = None) -> bool:
    on = on or timezone.localdate()
    return programme.valid_from <= on and (programme.valid_to is None or programme.valid_to >= on)


def versions_of(programme: Programme) -> list[Programme]:
    """All versions of the same programme, newest first."""
    return list(Programme.objects.filter(code=programme.code).order_by("-valid_from"))


def budget_used(programme: Programme) -> int:
    """Riel that enterprises took up under this version, as the institution told us."""
    taken = IncentiveRequest.objects.filter(programme=programme, state=RequestState.TAKEN_UP)
    return taken.aggregate(riel=Sum("taken_up_amount"))["riel"] or 0


def amounts_untold(programme: Programme) -> int:
    """How many took it up under this version and nobody said how much: what is left is less certain by them."""
    taken = IncentiveRequest.objects.filter(programme=programme, state=RequestState.TAKEN_UP)
    return taken.filter(taken_up_amount__isnull=True).count()


@transaction.atomic
def create(*, by: User, submission_id: uuid.UUID | None = None, **fields: Any) -> Programme:
    """The first version of a programme, in force from a day to come; its conditions are written until then.

    The submission becomes its key: sent again, it is the same programme."""
    key = submission_id or uuid7()
    if known := Programme.objects.filter(pk=key).first():
        return known
    _checked(fields)
    code = slugify(fields["name_en"])[:40].strip("-") or "programme"
    if Programme.objects.filter(code=code).exists():
        raise Refused(_("There is a programme of this name already. Change that one, or give another name."))
    with acting(by=by, action="programme.create"):
        return Programme.objects.get_or_create(pk=key, defaults={"code": code, **fields})[0]


@transaction.atomic
def write(programme: Programme, *, by: User, **fields: Any) -> Programme:
    """Other words or days of a version that is not in force yet; the version before it ends the day before."""
    locked, others = _planned(programme)
    _checked(fields)
    earlier = _before(locked, others)
    if earlier and fields["valid_from"] <= earlier.valid_from:
        raise Refused(_("The version before this one begins later than that."), locked)
    with acting(by=by, action="programme.write"):
        if earlier and earlier.valid_to == locked.valid_from - DAY:
            _end_on(earlier, fields["valid_from"] - DAY)
        _save(locked, fields)
    return locked


@transaction.atomic
def change(programme: Programme, *, valid_from: date, by: User) -> Programme:
    """The next version, with the same words and conditions, from a day to come; the present one ends before it."""
    versions = _lock_versions(programme)
    newest = versions[0]
    if is_planned(newest):
        raise Refused(_("The next version is being prepared already. Edit that one."), newest)
    _to_come(valid_from)
    until = newest.valid_to
    with acting(by=by, action="programme.change"):
        if until is None or until >= valid_from:
            _end_on(newest, valid_from - DAY)
        made = Programme(valid_from=valid_from, **{name: getattr(newest, name) for name in _COPIED})
        made.valid_to = until if until and until >= valid_from else None
        made.save(force_insert=True)
        _copy_conditions(newest, made)
    return made


@transaction.atomic
def end(programme: Programme, *, on: date, by: User) -> Programme:
    """The last day of the version in force; what was asked for before goes on."""
    versions = _lock_versions(programme)
    locked = next(one for one in versions if one.pk == programme.pk)
    if not is_in_force(locked):
        raise Refused(_("Only what is in force can be ended."), locked)
    if versions[0].pk != locked.pk:
        raise Refused(_("A next version is being prepared. Drop it first."), locked)
    if on < timezone.localdate():
        raise Refused(_("The last day cannot be in the past."), locked)
    with acting(by=by, action="programme.end"):
        _end_on(locked, on)
    return locked


@transaction.atomic
def drop(programme: Programme, *, by: User) -> Programme | None:
    """A version that is not in force yet goes away; the one before it lasts as long as it did. Returns that one."""
    locked, others = _planned(programme)
    earlier = _before(locked, others)
    with acting(by=by, action="programme.drop"):
        if earlier and earlier.valid_to == locked.valid_from - DAY:
            _end_on(earlier, locked.valid_to)
        if earlier:
            locked.terms.update(programme=earlier)
        locked.terms.all().delete()
        locked.conditions.all().delete()
        locked.delete()
    return earlier


@transaction.atomic
def confirm(programme: Programme, *, legal_ground: str, by: User) -> Programme:
    """The text was read: it says what the programme rests on. Nothing else of the programme changes."""
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if locked.confirmed:
        raise Refused(_("The legal ground is confirmed already."), locked)
    with acting(by=by, action="programme.confirm"):
        _save(locked, {"legal_ground": legal_ground, "confirmed": True})
    return locked


@transaction.atomic
def add_condition(programme: Programme, *, by: User, **fields: Any) -> ProgrammeCondition:
    """One more condition, at the end; each measure once."""
    locked, _others = _planned(programme)
    _once(locked, fields["measure"])
    last = locked.conditions.order_by("-order").first()
    with acting(by=by, action="programme.condition"):
        return ProgrammeCondition.objects.create(programme=locked, order=last.order + 1 if last else 1, **fields)


@transaction.atomic
def change_condition(condition: ProgrammeCondition, *, by: User, **fields: Any) -> ProgrammeCondition:
    """Other bounds or another text; the measure stays."""
    locked, _others = _planned(condition.programme)
    found = locked.conditions.get(pk=condition.pk)
    fields.pop("measure", None)
    with acting(by=by, action="programme.condition"):
        _save(found, fields)
    return found


@transaction.atomic
def remove_condition(condition: ProgrammeCondition, *, by: User) -> None:
    locked, _others = _planned(condition.programme)
    with acting(by=by, action="programme.condition_removed"):
        locked.conditions.filter(pk=condition.pk).delete()


@transaction.atomic
def confirm_condition(condition: ProgrammeCondition, *, source: str, by: User) -> ProgrammeCondition:
    """The text that asks for it was read; the condition itself stays as it is."""
    locked = ProgrammeCondition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    if locked.confirmed:
        raise Refused(_("The condition is confirmed already."), locked)
    with acting(by=by, action="programme.condition_confirmed"):
        _save(locked, {"source": source, "confirmed": True})
    return locked


@transaction.atomic
def add_term(programme: Programme, *, by: User, submission_id: uuid.UUID | None = None, **fields: Any) -> ProgrammeTerm:
    """What an institution published, with its day and source; the submission becomes its key, as a programme's."""
    if fields["published_on"] > timezone.localdate():
        raise Refused(_("This day is still to come. Choose today or an earlier day."))
    with acting(by=by, action="programme.term"):
        given = {"programme": programme, **fields}
        return ProgrammeTerm.objects.get_or_create(pk=submission_id or uuid7(), defaults=given)[0]


@transaction.atomic
def change_term(term: ProgrammeTerm, *, by: User, **fields: Any) -> ProgrammeTerm:
    """How long it held and what shows it; the words of what was published stay."""
    locked = ProgrammeTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    if fields.get("valid_to") and fields["valid_to"] < locked.published_on:
        raise Refused(_("It cannot end before it was published."), locked)
    with acting(by=by, action="programme.term_changed"):
        _save(locked, fields)
    return locked


def _checked(fields: dict[str, Any]) -> None:
    _to_come(fields["valid_from"])
    if fields.get("valid_to") and fields["valid_to"] < fields["valid_from"]:
        raise Refused(_("The last day comes before the first."))
    if fields.get("takes_requests") and not fields.get("institution"):
        raise Refused(_("Say which institution answers, or make it information only."))


def _to_come(day: date) -> None:
    if day <= timezone.localdate():
        raise Refused(_("Choose a day to come: nobody is surprised by a change of today or before."))


def _once(programme: Programme, measure: str) -> None:
    if programme.conditions.filter(measure=measure).exists():
        raise Refused(_("This measure is a condition already. Change that one."), programme)


def _lock_versions(programme: Programme) -> list[Programme]:
    rows = Programme.objects.select_for_update(of=("self",)).filter(code=programme.code)
    return list(rows.order_by("-valid_from"))


def _planned(programme: Programme) -> tuple[Programme, list[Programme]]:
    """The version, locked with all others of its code; one in force is refused."""
    versions = _lock_versions(programme)
    locked = next((one for one in versions if one.pk == programme.pk), None)
    if locked is None or not is_planned(locked):
        raise Refused(_("What is in force does not change. Make a new version from a day to come."), programme)
    return locked, [one for one in versions if one.pk != locked.pk]


def _before(programme: Programme, others: list[Programme]) -> Programme | None:
    return next((one for one in others if one.valid_from < programme.valid_from), None)


def _end_on(programme: Programme, day: date | None) -> None:
    programme.valid_to = day
    programme.save(update_fields=["valid_to"])


def _save(row: Programme | ProgrammeCondition | ProgrammeTerm, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _copy_conditions(old: Programme, new: Programme) -> None:
    ProgrammeCondition.objects.bulk_create(
        ProgrammeCondition(programme=new, order=order, **{name: getattr(one, name) for name in _CONDITION})
        for order, one in enumerate(old.conditions.all(), 1)
    )
