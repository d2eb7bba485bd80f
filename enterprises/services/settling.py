"""Settling which value holds: by an officer with a reason, by the enterprise, by an inspector. The last act counts.

What was settled is never overwritten by a delivery or a load: the new word is kept in its record and shown beside.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.enums import SettledBy
from enterprises.models import Enterprise, Establishment, RegistryRecord, Settlement
from enterprises.services import certificates
from enterprises.services.registering import FIELDS, keep_own_word
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

SETTLED_FIELDS = (*FIELDS, "declared_workers", "tin", "moc_number")
_SHARED_WITH_HEAD = ("name_km", "name_latin", "commune_code", "address", "phone", "opened_on")


class ReasonMissing(Exception):
    """An officer says why one value holds and not the other."""

    def __init__(self) -> None:
        super().__init__(_("Say why this value is right."))


def settle(
    *,
    enterprise: Enterprise,
    field: str,
    value: Any,
    kind: SettledBy | str,
    by: User | None,
    reason: str = "",
    record: RegistryRecord | None = None,
) -> Settlement:
    """One value holds from now on, whatever others say; raises ReasonMissing.

    Effects: the settlement before is superseded; the column, the head office that shared the value, and, when the
    enterprise says it, its own word; a certificate that says something else is revoked."""
    return settle_many(enterprise=enterprise, values={field: value}, kind=kind, by=by, reason=reason, record=record)[0]


@transaction.atomic
def settle_many(
    *,
    enterprise: Enterprise,
    values: Mapping[str, Any],
    kind: SettledBy | str,
    by: User | None,
    reason: str = "",
    record: RegistryRecord | None = None,
) -> list[Settlement]:
    """Several values at once, as `settle`; `values` by column of Enterprise."""
    if kind == SettledBy.CLERK and not reason.strip():
        raise ReasonMissing
    with acting(by=by, action="enterprise.settle", reason=reason, enterprise=str(enterprise.pk)):
        locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
        write_values(locked, values)
        made = note_settled(locked, values, kind=kind, by=by, reason=reason, record=record)
        if kind == SettledBy.ENTERPRISE:
            keep_own_word(locked)
        certificates.revoke_outdated(locked, by=by)
    return made


def write_values(locked: Enterprise, values: Mapping[str, Any]) -> list[str]:
    """The columns of a locked enterprise and of its head office; the names of those that changed."""
    before = {name: getattr(locked, name) for name in values}
    changed = write_columns(locked, values)
    head = locked.establishments.filter(is_head_office=True).first()
    if head:
        # A head office that was given a name or place of its own keeps it.
        same = {n: values[n] for n in _SHARED_WITH_HEAD if n in values and getattr(head, n) == before[n]}
        write_columns(head, same)
    return changed


def write_columns(record: Enterprise | Establishment, values: Mapping[str, Any]) -> list[str]:
    """Only what differs is written; search keys follow the names."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    if changed:
        for name in changed:
            setattr(record, name, values[name])
        record.set_keys()
        record.save(update_fields=[*changed, "key_km", "key_latin"])
    return changed


def note_settled(
    enterprise: Enterprise,
    values: Mapping[str, Any],
    *,
    kind: SettledBy | str,
    by: User | None,
    reason: str = "",
    record: RegistryRecord | None = None,
) -> list[Settlement]:
    """The later act stands in place of the earlier one, which stays in the history."""
    now = timezone.now()
    standing = Settlement.objects.standing().filter(enterprise=enterprise, field__in=list(values))
    standing.update(superseded_at=now)
    made = [
        Settlement(
            enterprise=enterprise, field=name, value=as_text(value), record=record, kind=kind, reason=reason[:500],
            by=by, at=now,
        )
        for name, value in values.items()
    ]  # fmt: skip
    return Settlement.objects.bulk_create(made)


def settled_fields(enterprises: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """The columns of each unit that no delivery, load or run may touch."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    standing = Settlement.objects.standing().filter(enterprise__in=list(enterprises))
    for enterprise, field in standing.values_list("enterprise_id", "field"):
        found[enterprise].add(field)
    return found


def as_text(value: Any) -> str:
    """As the settlement keeps it: dates as year-month-day."""
    if value in ("", None):
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)[:300]
