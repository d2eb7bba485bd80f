"""The automatic checks of a claim; each keeps its outcome and its evidence, none decides."""

from enterprises.enums import LookUpState, Outcome
from enterprises.identity import is_same_person
from enterprises.models import Claim, ClaimCheck, RegistryPerson, RegistryRecord, Representative

CODES = ("registry", "person_named", "represented", "identity")


def run_checks(claim: Claim) -> None:
    """Run them anew; effects: one row per check, and the role a registry gives this person."""
    records = list(claim.records.select_related("source").order_by("source__code"))
    named = _named(claim, records)
    if claim.asks_registries:
        _save(claim, "registry", _registry(claim, records), _sources(records), records)
        _save(claim, "person_named", _person(records, named), _evidence(named), records)
        _save(claim, "represented", *_represented(claim))
    # The Ministry of Interior's check joins with self-registration; until then nobody was asked, and that is said.
    _save(claim, "identity", Outcome.UNAVAILABLE, "")
    claim.matched_role = named.role if named else ""
    claim.save(update_fields=["matched_role"])


def outcome_of(claim: Claim, code: str) -> str:
    return claim.checks.filter(code=code).values_list("outcome", flat=True).first() or ""


def _named(claim: Claim, records: list[RegistryRecord]) -> RegistryPerson | None:
    people = RegistryPerson.objects.filter(record__in=records).select_related("record__source").order_by("-role", "id")
    return next((person for person in people if is_same_person(claim, person)), None)


def _registry(claim: Claim, records: list[RegistryRecord]) -> str:
    if records:
        return Outcome.PASS
    # Our own register may know a number that the registries, being away, could not be asked about.
    return Outcome.FAIL if claim.look_up_state == LookUpState.NOT_FOUND else Outcome.UNAVAILABLE


def _person(records: list[RegistryRecord], named: RegistryPerson | None) -> str:
    if named:
        return Outcome.PASS
    return Outcome.FAIL if records else Outcome.UNAVAILABLE


def _represented(claim: Claim) -> tuple[str, str]:
    others = Representative.objects.active().filter(enterprise=claim.enterprise_id).exclude(user=claim.user_id)
    count = others.count() if claim.enterprise_id else 0
    return (Outcome.WARN, str(count)) if count else (Outcome.PASS, "0")


def _sources(records: list[RegistryRecord]) -> str:
    return ", ".join(f"{record.source.code} {record.as_of or ''}".strip() for record in records)


def _evidence(named: RegistryPerson | None) -> str:
    return f"{named.record.source.code}: {named.role}" if named else ""


def _save(claim: Claim, code: str, outcome: str, evidence: str, records: list[RegistryRecord] | None = None) -> None:
    exchange = next((record.exchange_id for record in records or [] if record.exchange_id), None)
    ClaimCheck.objects.update_or_create(
        claim=claim, code=code, defaults={"outcome": outcome, "evidence": evidence[:300], "exchange_id": exchange}
    )
