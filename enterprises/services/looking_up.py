"""Asking who an enterprise is: our own register first, then the registries over X-Road; what they say is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from enterprises.enums import EnterpriseState, LookUpState, MatchState, Sector, Verdict
from enterprises.identity import registry_person
from enterprises.models import Enterprise, LookUp, RegistryPerson, RegistryRecord
from enterprises.services.linking import LINK, linked
from enterprises.services.recording import Line, record_words
from enterprises.sources import source
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.models import Exchange
from nssf_portal.exchange.registries import RegistryAnswer, RegistryEntry, clean_number, find_enterprise
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.law.book import value_or
from nssf_portal.places.names import place_name

LIMIT = "lookup.enterprise.limit"


class LookUpLimit(Exception):
    """This person asked as often as the law book allows in an hour."""


@dataclass(frozen=True)
class Found:
    """What is known of a number; `records` are for comparing, a page shows a `Glimpse` of them before proof."""

    state: str
    enterprise: Enterprise | None
    records: tuple[RegistryRecord, ...]
    unanswered: bool = False
    """No registry named the number and not every one could be asked: it is worth asking again."""


@dataclass(frozen=True)
class Glimpse:
    """All that anybody may see before proof of representation: name, district, activity; by whom and as of when."""

    name_km: str
    name_latin: str
    district_code: str
    activity: str
    source: str
    as_of: date | None

    @property
    def district(self) -> str:
        return place_name(self.district_code)


def count_look_up(by: User, kind: str) -> None:
    """Note one more question; raises LookUpLimit when the hour's are used up."""
    with connection.cursor() as cursor:  # two questions at the same moment are counted one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"look_up:{by.pk}"])
    since = timezone.now() - timedelta(hours=1)
    if LookUp.objects.filter(user=by, at__gt=since).count() >= value_or(LIMIT, 20):
        raise LookUpLimit
    LookUp.objects.create(user=by, kind=kind)


@transaction.atomic
def look_up(*, tin: str = "", moc_number: str = "", by: User) -> Found:
    """Ask everybody for one number; raises LookUpLimit. Effects: the answers as registry records, one LookUp."""
    count_look_up(by, "tin" if tin else "moc")
    answer = find_enterprise(tin=tin or None, moc_number=moc_number or None, by=by)
    return keep_answer(answer, tin=tin, moc_number=moc_number, by=by)


def keep_answer(answer: RegistryAnswer, *, tin: str, moc_number: str, by: User) -> Found:
    """What the registries said, now or later, as registry records."""
    tins = [tin, *(entry.tin for entry in answer.entries)]
    numbers = [moc_number, *(entry.moc_number for entry in answer.entries)]
    own = own_enterprise(tins, numbers)
    with acting(by=by, action="enterprise.look_up"):
        records = tuple(_keep(entry, own) for entry in answer.entries)
    state = LookUpState.UNAVAILABLE if answer.unavailable else LookUpState.NOT_FOUND
    return Found(LookUpState.FOUND if records or own else state, own, records, answer.unavailable)


def own_enterprise(tins: Iterable[str], moc_numbers: Iterable[str]) -> Enterprise | None:
    """The enterprise of our register with one of these numbers; a registered one before one only known."""
    for name, numbers in (("tin", tins), ("moc_number", moc_numbers)):
        wanted = {clean_number(number) for number in numbers if number}
        found = Enterprise.objects.filter(**{f"{name}__in": wanted}).exclude(state=EnterpriseState.CLOSED)
        # No number at all is nobody's number.
        if wanted and (first := found.order_by("-state", "id").first()):
            return first
    return None


def glimpse_of(record: RegistryRecord) -> Glimpse:
    district = record.commune_code[:4]
    activity = record.activity or sector_name(record.sector)
    return Glimpse(record.name_km, record.name_latin, district, activity, record.source.name, record.as_of)


def sector_name(code: str) -> str:
    return str(Sector(code).label) if code in Sector.values else ""


def _keep(entry: RegistryEntry, own: Enterprise | None) -> RegistryRecord:
    """The newest word of this source on this unit replaces the one before; history keeps both."""
    exchange = Exchange.objects.filter(xroad_id=entry.exchange_id).values_list("pk", flat=True).first()
    said_by, line = source(entry.source), _line(entry)
    record_words([line], source=said_by, exchange_id=exchange)
    record = RegistryRecord.objects.get(source=said_by, source_key=line.source_key)
    parted = own and record.decisions.standing().filter(enterprise=own, verdict=Verdict.NOT_SAME).exists()
    if own and not parted and record.enterprise_id in (None, own.pk) and record.match_state != MatchState.MATCHED:
        for name, value in linked(own).items():
            setattr(record, name, value)
        record.save(update_fields=LINK)
    record.people.all().delete()
    RegistryPerson.objects.bulk_create([registry_person(record, person) for person in entry.people])
    return record


def _line(entry: RegistryEntry) -> Line:
    sector = entry.activity if entry.activity in Sector.values else ""
    return Line(
        source_key=entry.source_key[:60],
        name_km=entry.name_km[:250],
        name_latin=entry.name_latin[:250],
        tin=clean_number(entry.tin)[:20],
        moc_number=clean_number(entry.moc_number)[:20],
        commune_code=entry.commune_code[:6],
        address=entry.address[:300],
        phone=normalise_phone(entry.phone) or "",
        sector=sector,
        activity="" if sector else entry.activity[:200],
        declared_workers=entry.declared_workers,
        opened_on=entry.opened_on,
        as_of=entry.as_of,
    )
