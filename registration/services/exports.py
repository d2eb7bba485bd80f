"""Taking a staff list away as a file: asked for with a reason, agreed by a second person when it is long, logged."""

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from enterprises.enums import RepresentativeRole
from enterprises.models import Enterprise, Establishment, Representative
from enterprises.perms import can_manage_enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.reading import note_reading
from nssf_portal.audit.tracking import acting
from nssf_portal.law.book import value_or
from registration.enums import ExportState
from registration.models import Employment, ExportRequest
from registration.models.employment import EmploymentQuerySet
from registration.workflow import EXPORT

TAKEN_WITHIN = datetime.timedelta(hours=24)


class ExportRefused(Exception):
    """`code` says why: none, too_many, alone (nobody could be the second person)."""

    def __init__(self, code: str, limit: int = 0) -> None:
        self.code, self.limit = code, limit
        super().__init__(code)


def people_of(export: ExportRequest) -> EmploymentQuerySet:
    """Whom the file holds, on the day it is taken."""
    staff = Employment.objects.filter(enterprise_id=export.enterprise_id)
    if export.establishment_id:
        staff = staff.filter(establishment_id=export.establishment_id)
    return staff.past() if export.leavers else staff.current()


@transaction.atomic
def ask(
    *,
    enterprise: Enterprise,
    establishment: Establishment | None,
    leavers: bool,
    file_format: str,
    reason: str,
    submission_id: uuid.UUID,
    by: User,
) -> ExportRequest:
    """Note who wants what and why. Short lists are ready at once, longer ones wait for a second representative.

    Raises ExportRefused when the list is empty, longer than anybody may take, or nobody could agree to it."""
    if not can_manage_enterprise(by, enterprise):
        raise PermissionDenied
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    if known := ExportRequest.objects.filter(submission_id=submission_id, requested_by=by).first():
        return known
    export = ExportRequest(
        enterprise=enterprise,
        establishment=establishment,
        leavers=leavers,
        file_format=file_format,
        reason=reason,
        submission_id=submission_id,
        requested_by=by,
    )
    export.people = people_of(export).order_by()[: most_rows() + 1].count()
    export.state = _first_state(export)
    with acting(by=by, action="export.ask", reason=reason):
        export.save(force_insert=True)
    return export


def most_rows() -> int:
    return int(value_or("export.rows", 50_000))


def _first_state(export: ExportRequest) -> ExportState:
    if not export.people:
        raise ExportRefused("none")
    if export.people > most_rows():
        raise ExportRefused("too_many", most_rows())
    alone = int(value_or("export.rows_alone", 1_000))
    if export.people <= alone:
        return ExportState.READY
    if not _others(export).exists():
        raise ExportRefused("alone", alone)
    return ExportState.WAITING


def _others(export: ExportRequest) -> models.QuerySet[Representative]:
    managers = [RepresentativeRole.OWNER, RepresentativeRole.MANAGER]
    active = Representative.objects.active().filter(enterprise_id=export.enterprise_id, role__in=managers)
    return active.exclude(user_id=export.requested_by_id)


@transaction.atomic
def confirm(*, export: ExportRequest, by: User) -> ExportRequest:
    """The second person agrees; never the one who asked (the database says so too)."""
    if by.pk == export.requested_by_id or not can_manage_enterprise(by, export.enterprise):
        raise PermissionDenied
    with acting(by=by, action="export.confirm"):
        return EXPORT.transition(export, "confirm", confirmed_at=timezone.now(), confirmed_by=by)


@transaction.atomic
def take(*, export: ExportRequest, by: User) -> ExportRequest:
    """The one who asked takes the file, within a day; each time is in the read log."""
    if by.pk != export.requested_by_id or not can_manage_enterprise(by, export.enterprise) or is_over(export):
        raise PermissionDenied
    with acting(by=by, action="export.take"):
        taken = EXPORT.transition(export, "take", taken_at=timezone.now())
        note_reading(export, by=by, screen="employer.staff_file", reason=export.reason)
    return taken


def is_over(export: ExportRequest) -> bool:
    """Whether it is too late to take the file: ask again, with today's reason."""
    since = export.confirmed_at or export.requested_at
    return timezone.now() > since + TAKEN_WITHIN
