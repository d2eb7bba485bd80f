"""Types of activity and their sheets: named, added, ended; answers given before stay readable."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from outreach.models import ActivityType, TypeField


def may_change(user: User) -> bool:
    """A chief of outreach of the whole country: a type is the same in every office."""
    return user.place_prefixes(Permission.VERIFY_OUTREACH) == [""]


def _require(user: User) -> None:
    if not may_change(user):
        raise PermissionDenied


@transaction.atomic
def change(of: ActivityType, *, by: User, **fields: Any) -> ActivityType:
    """Other words, length or last day of use. Effects: those fields."""
    _require(by)
    locked = ActivityType.objects.select_for_update().get(pk=of.pk)
    for name, value in fields.items():
        setattr(locked, name, value)
    with acting(by=by, action="activity_type.change"):
        locked.save(update_fields=list(fields))
    return locked


@transaction.atomic
def add(*, by: User, code: str, **fields: Any) -> ActivityType:
    """A new type; the same code again is the same type. Effects: the type."""
    _require(by)
    last = ActivityType.objects.order_by().aggregate(n=Max("order"))["n"] or 0
    with acting(by=by, action="activity_type.add"):
        return ActivityType.objects.get_or_create(code=code, defaults={"order": last + 1, **fields})[0]


@transaction.atomic
def ask(of: ActivityType, *, by: User, label_en: str, **fields: Any) -> TypeField:
    """One more question of the sheet; the same English words again are the same question. Effects: the question."""
    _require(by)
    locked = ActivityType.objects.select_for_update().get(pk=of.pk)
    if known := locked.fields.filter(label_en=label_en, ended_on__isnull=True).first():
        return known
    last = locked.fields.order_by().aggregate(n=Max("order"))["n"] or 0
    with acting(by=by, action="type_field.ask"):
        return TypeField.objects.create(type=locked, label_en=label_en, order=last + 1, **fields)


@transaction.atomic
def ask_no_more(field: TypeField, *, by: User) -> TypeField:
    """From today it is not asked; what was answered stays. Effects: the day."""
    _require(by)
    locked = TypeField.objects.select_for_update(of=("self",)).get(pk=field.pk)
    if locked.ended_on is None:
        locked.ended_on = timezone.localdate()
        with acting(by=by, action="type_field.end"):
            locked.save(update_fields=["ended_on"])
    return locked
