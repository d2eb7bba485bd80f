"""What representatives change of their enterprise: its data and its places of work."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction

from enterprises.models import Enterprise, Establishment
from enterprises.services.registering import keep_own_word
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

_SHARED_WITH_HEAD = ("name_km", "name_latin", "commune_code", "address", "phone", "opened_on")


@transaction.atomic
def change_enterprise(enterprise: Enterprise, *, by: User, **values: Any) -> Enterprise:
    """The data in force follow the enterprise's word; what others say stays beside it. The head office moves along."""
    with acting(by=by, action="enterprise.change", enterprise=str(enterprise.pk)):
        locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        before = {name: getattr(locked, name) for name in values}
        _apply(locked, values)
        head = locked.establishments.filter(is_head_office=True).first()
        if head:
            # A head office that was given a name or place of its own keeps it.
            same = {n: values[n] for n in _SHARED_WITH_HEAD if n in values and getattr(head, n) == before[n]}
            _apply(head, same)
        keep_own_word(locked)
    return locked


@transaction.atomic
def add_establishment(
    enterprise: Enterprise, *, by: User, submission_id: uuid.UUID | None = None, **values: Any
) -> Establishment:
    """The same submission again is the same place."""
    with acting(by=by, action="establishment.add", enterprise=str(enterprise.pk)):
        if submission_id and (there := enterprise.establishments.filter(submission_id=submission_id).first()):
            return there
        made = Establishment(enterprise=enterprise, submission_id=submission_id, **values)
        made.set_keys()
        made.save(force_insert=True)
    return made


@transaction.atomic
def change_establishment(establishment: Establishment, *, by: User, **values: Any) -> Establishment:
    with acting(by=by, action="establishment.change", enterprise=str(establishment.enterprise_id)):
        _apply(establishment, values)
    return establishment


@transaction.atomic
def close_establishment(establishment: Establishment, *, on: date, by: User) -> bool:
    """The head office closes with the enterprise only; False then, and when it was closed already."""
    with acting(by=by, action="establishment.close", enterprise=str(establishment.enterprise_id)):
        open_one = Establishment.objects.open().filter(pk=establishment.pk, is_head_office=False)
        return bool(open_one.update(closed_on=on))


def _apply(record: Enterprise | Establishment, values: dict[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(record, name, values[name])
    record.set_keys()
    record.save(update_fields=[*changed, "key_km", "key_latin"])
