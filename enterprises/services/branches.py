"""What sources call a branch of an enterprise: proposed as a place of work, and made one by an officer only."""

from enterprises.enums import MatchState
from enterprises.models import Enterprise, Establishment, RegistryRecord
from enterprises.services.changing import add_establishment
from nssf_portal.accounts.models import User

_MOST = 50


def proposed(enterprise: Enterprise) -> list[RegistryRecord]:
    """Branches that are open, say where they are, and are no place of work yet; the first fifty."""
    if enterprise.nssf_number is None:
        return []
    said = RegistryRecord.objects.live().filter(enterprise=enterprise, match_state=MatchState.MATCHED, closed_on=None)
    said = said.filter(match_reasons__contains=["branch"]).exclude(commune_code="")
    taken = Establishment.objects.filter(enterprise=enterprise, submission_id__isnull=False).values("submission_id")
    there = {_place(one) for one in enterprise.establishments.all()}
    found = said.exclude(pk__in=taken).select_related("source").order_by("source__rank", "pk")[:_MOST]
    return [record for record in found if _place(record) not in there]


def _place(one: Establishment | RegistryRecord) -> tuple[str, str]:
    return one.commune_code, one.key_latin or one.key_km


def take_up(record: RegistryRecord, enterprise: Enterprise, *, by: User) -> Establishment:
    """The branch becomes a place of work; the same record again is the same place."""
    names = {"name_km": record.name_km, "name_latin": record.name_latin}
    if not record.name:
        names = {"name_km": enterprise.name_km, "name_latin": enterprise.name_latin}
    where = {name: getattr(record, name) for name in ("commune_code", "address", "phone", "opened_on")}
    return add_establishment(enterprise, by=by, submission_id=record.pk, **names, **where)
