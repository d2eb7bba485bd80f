"""Registering somebody else: the same way as the applicant's own, with who helped and how the person came."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from registration.enums import ApplicationState
from registration.models import Application
from registration.services import applications

_SPACE = uuid.UUID("5b0f6f3a-3a5e-4c57-9f43-0d1c7a0f9b11")


@transaction.atomic
def take_in(
    *,
    path: str,
    channel: str,
    language: str,
    values: Mapping[str, Any],
    numbers: Mapping[str, str],
    consents: Mapping[str, bool],
    submission_id: uuid.UUID,
    by: User,
    document: tuple[str, UploadedFile] | None = None,
) -> Application:
    """Filled in and sent at once; the same submission again is the same application.

    Raises UploadRefused when the document can't be taken. `by` helped: the core lets nobody decide what they helped."""
    if not by.has_permission(Permission.TAKE_IN):
        raise PermissionDenied
    made = applications.start(path=path, submission_id=submission_id, language=language, channel=channel, helped_by=by)
    if made.helped_by_id != by.pk:
        raise PermissionDenied
    if made.state != ApplicationState.DRAFT:
        return made
    applications.save(made, step="counter", fields_asked=len(values) + len(numbers), by=by, **values)
    for kind, number in numbers.items():
        applications.give_number(made, kind, number, by=by)
    for purpose, given in consents.items():
        applications.consent(made, purpose, given=given)
    if document:
        kind, file = document
        key = uuid.uuid5(_SPACE, str(submission_id))
        applications.add_document(made, file, kind=kind, submission_id=key, by=by)
    return applications.submit(made, by=by)
