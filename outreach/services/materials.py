"""Leaflets, films and slides with their versions, and what was used where."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload
from outreach.models import Activity, ActivityMaterial, Material, MaterialVersion
from outreach.scope import require
from outreach.services.activities import WORK, lock


@transaction.atomic
def add(*, by: User, submission_id: uuid.UUID, upload: Upload, **fields: Any) -> Material:
    """A material with its first version; the same submission again is the same. Effects: both."""
    if known := Material.objects.filter(submission_id=submission_id).first():
        return known
    with acting(by=by, action="material.add"):
        made = Material.objects.create(submission_id=submission_id, created_by=by, **fields)
    MaterialVersion.objects.create(material=made, version=1, upload=upload, added_by=by)
    return made


@transaction.atomic
def add_version(material: Material, *, by: User, upload: Upload, note: str = "") -> MaterialVersion:
    """A newer file; the old one stays. The same upload again is the same version. Effects: the version."""
    locked = Material.objects.select_for_update().get(pk=material.pk)
    if locked.retired_on:
        raise Refused(_("This material is not used any more."), locked, "version")
    if known := locked.versions.filter(upload=upload).first():
        return known
    last = locked.versions.order_by().aggregate(n=Max("version"))["n"] or 0
    return MaterialVersion.objects.create(material=locked, version=last + 1, upload=upload, note=note, added_by=by)


@transaction.atomic
def retire(material: Material, *, by: User) -> Material:
    """Not used any more from today; what was used stays known. Effects: the day."""
    locked = Material.objects.select_for_update().get(pk=material.pk)
    if locked.retired_on is None:
        locked.retired_on = timezone.localdate()
        with acting(by=by, action="material.retire"):
            locked.save(update_fields=["retired_on"])
    return locked


@transaction.atomic
def use(activity: Activity, version: MaterialVersion, *, by: User, copies: int | None = None) -> ActivityMaterial:
    """This version was used at an activity; said again, the number of copies is corrected."""
    locked = lock(activity)
    require(by, WORK, locked.place_code)
    if locked.verified_at:
        raise Refused(_("It is verified: what was used stays as it is."), locked, "use")
    return ActivityMaterial.objects.update_or_create(activity=locked, version=version, defaults={"copies": copies})[0]
