"""Qualitative work: what was asked of whom, where, and what was learnt; never who said it."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from nssf_portal.khmer.digits import to_latin_digits
from reporting.models import Finding, Indicator

_NUMBER_OF_A_PERSON = re.compile(r"\d(?:[ .-]?\d){7,}")


def institutions_of(user: User) -> list[int]:
    """For which institutions this person writes findings down."""
    if user.has_permission(Permission.REVIEW_PROGRESS):
        return list(Institution.objects.values_list("pk", flat=True))
    return user.institutions(Permission.ENTER_PROGRESS)


def names_somebody(text: str) -> str:
    """Why a text cannot be kept: a telephone or identity number stands in it. Empty when it can."""
    if _NUMBER_OF_A_PERSON.search(to_latin_digits(text)):
        return _("This looks like a telephone or identity number. Write nothing that leads to a person.")
    return ""


@transaction.atomic
def write_down(
    *, by: User, submission_id: uuid.UUID, institution: Institution, indicators: Iterable[Indicator], **fields: Any
) -> Finding:
    """The same submission again is the same finding. Effects: the finding and its indicators."""
    if institution.pk not in institutions_of(by):
        raise PermissionDenied
    if known := Finding.objects.filter(submission_id=submission_id).first():
        return known
    with acting(by=by, action="finding.write"):
        made = Finding.objects.create(submission_id=submission_id, institution=institution, entered_by=by, **fields)
        made.indicators.set(indicators)
    return made


@transaction.atomic
def mend(finding: Finding, *, by: User, indicators: Iterable[Indicator], **fields: Any) -> Finding:
    """Put right what was written; the earlier words stay in the history. Effects: the finding and its indicators."""
    locked = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if locked.institution_id not in institutions_of(by):
        raise PermissionDenied
    for name, value in fields.items():
        setattr(locked, name, value)
    with acting(by=by, action="finding.mend"):
        locked.save(update_fields=list(fields))
        locked.indicators.set(indicators)
    return locked
