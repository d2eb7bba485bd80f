"""What representatives change of their enterprise: its data and its places of work."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction

from enterprises.enums import SettledBy
from enterprises.models import Enterprise, Establishment
from enterprises.services.registering import keep_own_word
from enterprises.services.settling import note_settled, write_columns, write_values
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting


@transaction.atomic
def change_enterprise(enterprise: Enterprise, *, by: User, **values: Any) -> Enterprise:
    """The data in force follow the enterprise's word; what others say stays beside it. The head office moves along.

    What was changed counts as settled by the enterprise: the later act wins over an officer's earlier one."""
    with acting(by=by, action="enterprise.change", enterprise=str(enterprise.pk)):
        locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        changed = write_values(locked, values)
        note_settled(locked, {name: values[name] for name in changed}, kind=SettledBy.ENTERPRISE, by=by)
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
        write_columns(establishment, values)
    return establishment


@transaction.atomic
def close_establishment(establishment: Establishment, *, on: date, by: User) -> bool:
    """The head office closes with the enterprise only; False then, and when it was closed already."""
    with acting(by=by, action="establishment.close", enterprise=str(establishment.enterprise_id)):
        open_one = Establishment.objects.open().filter(pk=establishment.pk, is_head_office=False)
        return bool(open_one.update(closed_on=on))
