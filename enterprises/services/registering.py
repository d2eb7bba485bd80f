"""An enterprise enters the register: its number, its head office, and what each source said of it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from enterprises.enums import EnterpriseKind, EnterpriseState, RepresentativeRole, SettledBy, Verdict, Verification
from enterprises.models import Enterprise, Establishment, MatchDecision, RegistryRecord, Representative
from enterprises.services.linking import linked
from enterprises.services.looking_up import own_enterprise
from enterprises.sources import OWN_WORD, source
from enterprises.workflow import ENTERPRISE
from nssf_portal.accounts.models import User
from nssf_portal.identifiers.models import NumberBlock, allocate
from nssf_portal.khmer.keys import search_key
from nssf_portal.references import new_reference

# What an enterprise says of itself, on its page and in a claim.
FIELDS = ("name_km", "name_latin", "commune_code", "address", "phone", "sector", "activity", "opened_on")


@transaction.atomic
def register_enterprise(
    *,
    values: dict[str, Any],
    by: User | None,
    enterprise: Enterprise | None = None,
    records: Iterable[RegistryRecord] = (),
    kind: str = EnterpriseKind.COMPANY,
    channel: str = "web",
    registered_by: User | None = None,
    submission_id: uuid.UUID | None = None,
) -> Enterprise:
    """The registered enterprise: this one, the one that has the TIN or MoC number already, or a new one.

    `values` are Enterprise columns (FIELDS, tin, moc_number, certificate_kind, certificate_number). Raises
    BlockExhausted. Effects: number, head office, registry records (the given ones and the enterprise's own word)."""
    one_at_a_time(values)
    found = enterprise or own_enterprise([values.get("tin", "")], [values.get("moc_number", "")])
    if found is None:
        made = {"kind": kind, "channel": channel, "submission_id": submission_id, "registered_by": registered_by}
        found = _create(values | made)
    elif found.state == EnterpriseState.KNOWN:
        number = {"nssf_number": _number(), "registered_on": timezone.localdate(), "registered_by": registered_by}
        found = ENTERPRISE.transition(found, "register", **number)
    _correct(found, values, by)
    _head_office(found)
    given = RegistryRecord.objects.filter(pk__in=[record.pk for record in records], enterprise=None)
    parted = MatchDecision.objects.standing().filter(enterprise=found, verdict=Verdict.NOT_SAME)
    given.exclude(pk__in=parted.values("record")).update(**linked(found))
    keep_own_word(found)
    return found


def keep_own_word(enterprise: Enterprise) -> RegistryRecord:
    """What the enterprise says of itself, as one more record with its date."""
    said = {name: getattr(enterprise, name) for name in (*FIELDS, "key_km", "key_latin", "tin", "moc_number")}
    stamp = {"as_of": timezone.localdate(), "received_at": timezone.now(), **linked(enterprise)}
    record, _made = RegistryRecord.objects.update_or_create(
        source=source(OWN_WORD),
        source_key=enterprise.reference,
        defaults=said
        | stamp
        | {"declared_workers": enterprise.declared_workers, "verification": Verification.BY_ENTERPRISE},
    )
    return record


def add_representative(enterprise: Enterprise, user: User, *, role: str, basis: str) -> Representative:
    """Once per person and enterprise; somebody who already may keeps what they have."""
    found, _made = Representative.objects.get_or_create(
        enterprise=enterprise, user=user, ended_at=None, defaults={"role": role, "basis": basis}
    )
    return found


def end_representative(representative: Representative, *, by: User) -> bool:
    """False when it had ended already, or when nobody would be left who can invite."""
    with transaction.atomic():
        Enterprise.objects.select_for_update(of=("self",)).get(pk=representative.enterprise_id)
        active = Representative.objects.active().filter(enterprise=representative.enterprise_id)
        others = active.exclude(pk=representative.pk).filter(role=RepresentativeRole.OWNER)
        if representative.role == RepresentativeRole.OWNER and not others.exists():
            return False
        return bool(active.filter(pk=representative.pk).update(ended_at=timezone.now(), ended_by=by))


def one_at_a_time(values: dict[str, Any]) -> None:
    """Two people may register the same unit at the same moment: the second waits and finds the first one's."""
    with connection.cursor() as cursor:
        for name in ("tin", "moc_number"):
            if values.get(name):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{name}:{values[name]}"])


def _number() -> str:
    return str(allocate(NumberBlock.Kind.ENTERPRISE))


def _create(values: dict[str, Any]) -> Enterprise:
    enterprise = Enterprise(
        reference=new_reference("ENT", letters=6),
        nssf_number=_number(),
        state=EnterpriseState.REGISTERED,
        registered_on=timezone.localdate(),
        **{name: value for name, value in values.items() if value not in ("", None)},
    )
    enterprise.set_keys()
    enterprise.save(force_insert=True)
    return enterprise


def _correct(enterprise: Enterprise, values: dict[str, Any], by: User | None) -> None:
    """What the person confirmed or corrected counts, also over what was settled before; what they left empty stays."""
    changed = [name for name, value in values.items() if value not in ("", None) and getattr(enterprise, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(enterprise, name, values[name])
    enterprise.set_keys()
    enterprise.save(update_fields=[*changed, "key_km", "key_latin"])
    _settle_anew(enterprise, changed, by)


def _settle_anew(enterprise: Enterprise, changed: list[str], by: User | None) -> None:
    """No settled value changes without a settlement of its own."""
    from enterprises.services.settling import note_settled  # which stands on this module

    standing = set(enterprise.settlements.standing().filter(field__in=changed).values_list("field", flat=True))
    if standing:
        values = {name: getattr(enterprise, name) for name in changed if name in standing}
        note_settled(enterprise, values, kind=SettledBy.ENTERPRISE, by=by)


def _head_office(enterprise: Enterprise) -> None:
    Establishment.objects.get_or_create(
        enterprise=enterprise,
        is_head_office=True,
        defaults={
            "name_km": enterprise.name_km,
            "name_latin": enterprise.name_latin,
            "key_km": search_key(enterprise.name_km),
            "key_latin": search_key(enterprise.name_latin),
            "commune_code": enterprise.commune_code,
            "address": enterprise.address,
            "phone": enterprise.phone,
            "opened_on": enterprise.opened_on,
        },
    )
