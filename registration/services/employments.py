"""One person at a time: added by a form, changed, ended; and the decisions a roster with "everyone" asks for."""

import datetime
import uuid
from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from enterprises.models import Enterprise, Establishment
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.notifications import services as notifications
from nssf_portal.references import new_reference
from registration import matching, staging
from registration.enums import Channel, EndReason, Presence, RosterMode, RosterState, RowState
from registration.models import Employment, Leaver, MemberIdentifier, Roster, RosterRow
from registration.reading.checks import ERROR, CheckedRow
from registration.reading.forms import recheck
from registration.services import opening
from registration.services.checking import rules_today
from registration.services.registering import register_rows
from registration.services.rosters import note, refresh_counts, refuse_used
from registration.workflow import LEAVER


class PersonRefused(Exception):
    """The form has problems; `checked.problems` names them field by field."""

    def __init__(self, checked: CheckedRow) -> None:
        self.checked = checked
        super().__init__("problems in the form")


@transaction.atomic
def add_person(
    *,
    establishment: Establishment,
    values: Mapping[str, str],
    one_part_name: bool = False,
    submission_id: uuid.UUID,
    channel: str = Channel.WEB,
    was_under_age: bool = False,
    document: UploadedFile | None = None,
    by: User,
) -> RosterRow:
    """A form is a roster of one row: the same checks, the same officer, the same registering.

    `was_under_age`: the form was refused for another date of birth before, so an officer looks at the `document`.
    Raises PersonRefused with all problems at once, UploadRefused, SubmissionUsed; then nothing was kept."""
    Enterprise.objects.select_for_update().get(pk=establishment.enterprise_id)
    sent = RosterRow.objects.filter(roster__enterprise_id=establishment.enterprise_id)
    if known := sent.filter(roster__submission_id=submission_id).first():
        return known
    refuse_used(submission_id)
    rules = rules_today()
    checked = recheck(values, rules, row_no=1, one_part_name_confirmed=one_part_name)
    if any(problem.severity == ERROR for problem in checked.problems):
        raise PersonRefused(checked)
    with acting(by=by, action="person.add"):
        roster = _form_roster(establishment, submission_id, channel, by)
        staging.stage(roster.pk, [checked], dict(enumerate(values)), rules.today)
        if was_under_age:
            evidence = documents.take_in(document, kind="evidence", by=by) if document else None
            RosterRow.objects.filter(roster=roster).update(birth_altered=True, evidence=evidence)
        matching.compare(
            roster_id=roster.pk,
            enterprise_id=roster.enterprise_id,
            establishment_id=establishment.pk,
            before=roster.first_checked_at,
        )
        row = RosterRow.objects.get(roster=roster)
        opening.open_missing(roster=roster, by=by)
        if row.state == RowState.ACCEPTED:
            register_rows(roster, by=by)
        note(roster, "form", by=by, row_no=1)
        refresh_counts(roster)
        row.refresh_from_db()
        return row


def _form_roster(establishment: Establishment, submission_id: uuid.UUID, channel: str, by: User) -> Roster:
    return Roster.objects.create(
        reference=new_reference("ROS"),
        enterprise=establishment.enterprise,
        establishment=establishment,
        mode=RosterMode.NEW_ONLY,
        state=RosterState.READY,
        channel=channel,
        sha256=submission_id.hex,
        submission_id=submission_id,
        rows_total=1,
        read_to=1,
        first_checked_at=timezone.now(),
        received_by=by,
    )


_CHANGEABLE = ("wage", "wage_currency", "occupation", "department", "staff_number", "presence")


@transaction.atomic
def change(*, employment: Employment, changes: Mapping[str, object], by: User) -> Employment:
    """Wage, position, department, staff number or presence; the person is told, without an amount.

    An employment that ended meanwhile stays as it is."""
    with acting(by=by, action="employment.change"):
        locked = Employment.objects.select_for_update().get(pk=employment.pk)
        open_ones = _CHANGEABLE if locked.ended_on is None else ()
        altered = [f for f in open_ones if f in changes and changes[f] != getattr(locked, f)]
        for field in altered:
            setattr(locked, field, changes[field])
        if altered:
            locked.save(update_fields=altered)
            _tell(locked, "wage" if "wage" in altered else "change")
        return locked


@transaction.atomic
def end(*, employment: Employment, ended_on: datetime.date, reason: EndReason, by: User) -> Employment:
    """The last day and why; the person stays a member and is told."""
    with acting(by=by, action="employment.end", reason=reason):
        locked = Employment.objects.select_for_update().get(pk=employment.pk)
        if locked.ended_on is None:
            locked.ended_on, locked.end_reason = ended_on, reason
            locked.save(update_fields=["ended_on", "end_reason"])
            _tell(locked, "end")
        return locked


_TEMPLATES = {"end": "member.ended", "wage": "member.wage_changed", "change": "member.work_changed"}


def _tell(employment: Employment, event: str) -> None:
    notifications.enqueue(
        event=event,
        template=_TEMPLATES[event],
        channel="sms",
        recipient_member=employment.member_id,
        dedup_key=f"{event}:{employment.pk}:{timezone.now().timestamp()}",
    )


@transaction.atomic
def end_leaver(*, leaver: Leaver, ended_on: datetime.date, reason: EndReason, by: User) -> Leaver:
    """The employer says that this person left, when and why."""
    moved = LEAVER.transition(
        leaver, "end", ended_on=ended_on, end_reason=reason, decided_at=timezone.now(), decided_by=by
    )
    end(employment=leaver.employment, ended_on=ended_on, reason=reason, by=by)
    note(leaver.roster, "leaver_ended", by=by)
    refresh_counts(leaver.roster)
    return moved


@transaction.atomic
def keep_leaver(*, leaver: Leaver, presence: Presence, by: User) -> Leaver:
    """Not in the list, and still employed: maternity, sickness, suspension and transfer keep the employment."""
    moved = LEAVER.transition(leaver, "keep", presence=presence, decided_at=timezone.now(), decided_by=by)
    change(employment=leaver.employment, changes={"presence": presence}, by=by)
    note(leaver.roster, "leaver_kept", by=by)
    refresh_counts(leaver.roster)
    return moved


_APPLY = """
UPDATE registration_employment e SET
    wage = CASE WHEN 'wage' = ANY(r.changes) THEN r.wage ELSE e.wage END,
    wage_currency = CASE WHEN 'wage' = ANY(r.changes) THEN r.wage_currency ELSE e.wage_currency END,
    occupation = CASE WHEN 'occupation' = ANY(r.changes) THEN r.occupation ELSE e.occupation END
FROM registration_rosterrow r
WHERE r.employment_id = e.id AND e.ended_on IS NULL AND r.id = ANY(%(rows)s::uuid[])
"""
_TELL_CHANGED = """
INSERT INTO notifications_message (id, event, template, channel, recipient_member, dedup_key, not_before)
SELECT portal_uuid7(), 'change', CASE WHEN 'wage' = ANY(r.changes) THEN 'member.wage_changed'
    ELSE 'member.work_changed' END, 'sms', r.matched_member_id, 'change:' || r.id, now()
FROM registration_rosterrow r WHERE r.id = ANY(%(rows)s::uuid[]) AND r.changes && ARRAY['wage', 'occupation']::varchar[]
ON CONFLICT (dedup_key) DO NOTHING
"""


@transaction.atomic
def apply_changes(*, roster: Roster, numbers: list[int], by: User) -> int:
    """Take over the new wage and position of people already on the staff, and add a new phone number."""
    with acting(by=by, action="roster.apply_changes"):
        rows = RosterRow.objects.filter(
            roster=roster, row_no__in=numbers, state=RowState.ALREADY, changes_applied_at__isnull=True
        ).exclude(changes=[])
        rows = list(rows.select_for_update(of=("self",)))
        keys = {"rows": [row.pk for row in rows]}
        with connection.cursor() as cursor:
            cursor.execute(_APPLY, keys)
            cursor.execute(_TELL_CHANGED, keys)
        for row in rows:
            if "phone" in row.changes:
                _add_phone(row)
        RosterRow.objects.filter(pk__in=keys["rows"]).update(changes_applied_at=timezone.now())
        note(roster, "changes_applied", by=by, text=str(len(rows)))
        notifications.ring()
        refresh_counts(Roster.objects.select_for_update(of=("self",)).get(pk=roster.pk))
        return len(rows)


@transaction.atomic
def decline_changes(*, roster: Roster, numbers: list[int], by: User) -> int:
    """Leave these people as they are; without this a roster with unwanted changes would never close."""
    with acting(by=by, action="roster.decline_changes"):
        rows = RosterRow.objects.filter(
            roster=roster, row_no__in=numbers, state=RowState.ALREADY, changes_applied_at__isnull=True
        )
        left = rows.exclude(changes=[]).update(changes=[])
        note(roster, "changes_declined", by=by, text=str(left))
        refresh_counts(Roster.objects.select_for_update(of=("self",)).get(pk=roster.pk))
        return left


def _add_phone(row: RosterRow) -> None:
    value = decrypt(row.phone_cipher, row.pk.bytes).decode()
    MemberIdentifier.of(row.matched_member, "phone", value).save()
