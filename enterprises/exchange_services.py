"""What partners may ask the Fund about enterprises over CamDX, and what business registration tells it."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Max, Sum
from django.db.models.functions import Left
from django.utils import timezone

from enterprises.enums import EnterpriseKind, EnterpriseState, MatchState, Sector, Verification, Way
from enterprises.models import Enterprise, RegistryRecord, Source
from enterprises.models.figures import UnitFigure
from enterprises.services.recording import Line, record_words
from enterprises.sources import source
from enterprises.verification import states_of_many, summary_of
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.provider.problems import Refused
from nssf_portal.exchange.provider.registry import Message, register_service
from nssf_portal.exchange.provider.shapes import Count, Day, Record, Rows, Schema, Text
from nssf_portal.exchange.registries import clean_number
from nssf_portal.jobs.services import Running, enqueue, register_handler
from nssf_portal.khmer.phones import normalise_phone
from nssf_portal.law import coverage
from nssf_portal.law.book import value_or
from nssf_portal.law.enums import CoverageStatus, PersonCategory, Scheme
from nssf_portal.law.models import Coverage

KEYS = "exchange.provider.keys"
SCHEMES = (Scheme.OCCUPATIONAL_RISK, Scheme.HEALTH_CARE, Scheme.PENSION)
BANDS = ("micro", "small", "medium", "large")
CoverageBook = Mapping[str, list[Coverage]]
Extras = dict[str, Any]
_KNOWN = (EnterpriseState.REGISTERED, EnterpriseState.SUSPENDED)
_BY = ("nssf_number", "tin", "moc_number")

REF = Text(name="ref", about="A word of your own for this entry; it comes back in the answer.", most=40)
SCHEME_ANSWERS: Schema = {
    "type": "object",
    "required": [str(scheme) for scheme in SCHEMES],
    "properties": {str(scheme): {"type": "boolean"} for scheme in SCHEMES},
}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_TEXT: Schema = {"type": "string"}

# --- enterprise-status -----------------------------------------------------------------------------------------------

_KEY = Record(
    parts=(
        REF,
        Text(name="tin", about="Tax identification number", most=20),
        Text(name="moc_number", about="Commercial registration number", most=20),
        Text(name="nssf_number", about="The Fund's number of the enterprise", most=20),
    ),
    one_of=_BY,
    about="One enterprise by one of its numbers; of several, the Fund's own counts first, then the TIN.",
)
STATUS_TAKES = Record(parts=(Rows(name="enterprises", of=_KEY, limit=KEYS),))
STATUS_FIELDS = {
    "nssf_number": "the Fund's number of the enterprise",
    "name": "its name in Khmer and in Latin letters",
    "since": "the day it was registered",
    "verification": "how far its name and place are confirmed, and on which day",
    "staff_band": "its size: micro, small, medium or large, as it is declared",
}
STATUS_GIVES: Schema = {
    "type": "object",
    "required": ["as_of", "enterprises"],
    "properties": {
        "as_of": _MOMENT,
        "enterprises": {
            "type": "array",
            "description": "In the order of the question.",
            "items": {
                "type": "object",
                "required": ["registered", "schemes"],
                "properties": {
                    "ref": _TEXT,
                    "registered": {"type": "boolean"},
                    "schemes": SCHEME_ANSWERS,
                    "nssf_number": _TEXT,
                    "name_km": _TEXT,
                    "name_latin": _TEXT,
                    "since": {"type": "string", "format": "date", "nullable": True},
                    "verification": {
                        "type": "object",
                        "properties": {
                            "state": {"type": "string", "enum": list(Verification.values)},
                            "on": {"type": "string", "format": "date", "nullable": True},
                        },
                    },
                    "staff_band": {"type": "string", "enum": list(BANDS), "nullable": True},
                },
            },
        },
    },
}


def enterprise_status(message: Message) -> dict[str, Any]:
    """Yes or no for each enterprise and scheme; a unit the Fund only knows from others is not registered."""
    keys = message.body["enterprises"]
    numbers, book = _find(keys), coverage.table()
    found = [_first(key, numbers) for key in keys]
    extras = _extras_of({one.pk: one for one in found if one}, message.fields)
    answers = [_status(key, one, extras, book) for key, one in zip(keys, found, strict=True)]
    return {"as_of": now(), "enterprises": answers}


def _find(keys: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], Enterprise]:
    """One query for each kind of number; of several enterprises with one TIN, the first registered."""
    found: dict[tuple[str, str], Enterprise] = {}
    for name in _BY:
        wanted = {clean_number(key[name]) for key in keys if key.get(name)}
        rows = Enterprise.objects.filter(**{f"{name}__in": wanted}).select_related("merged_into") if wanted else ()
        for row in sorted(rows, key=lambda row: (_standing(row).state != EnterpriseState.REGISTERED, row.pk)):
            found.setdefault((name, getattr(row, name)), _standing(row))
    return found


def _standing(enterprise: Enterprise) -> Enterprise:
    """What a signpost points to."""
    return enterprise.merged_into or enterprise


def _first(key: Mapping[str, str], found: Mapping[tuple[str, str], Enterprise]) -> Enterprise | None:
    given = next(((name, clean_number(key[name])) for name in _BY if key.get(name)), None)
    enterprise = found.get(given) if given else None
    return enterprise if enterprise and enterprise.state in _KNOWN else None


def _status(
    key: Mapping[str, str], enterprise: Enterprise | None, extras: Mapping[uuid.UUID, Extras], book: CoverageBook
) -> dict[str, Any]:
    answer: dict[str, Any] = {"ref": key["ref"]} if key.get("ref") else {}
    answer |= {"registered": enterprise is not None, "schemes": schemes_of(enterprise, book)}
    return answer | (extras[enterprise.pk] if enterprise else {})


def schemes_of(enterprise: Enterprise | None, book: CoverageBook) -> dict[str, bool]:
    """Registering an enterprise registers it for what the law makes compulsory for its workers that day."""
    if enterprise is None or enterprise.state != EnterpriseState.REGISTERED:
        return dict.fromkeys(map(str, SCHEMES), False)
    household = enterprise.kind == EnterpriseKind.HOUSEHOLD
    lines = book.get(PersonCategory.DOMESTIC if household else PersonCategory.EMPLOYEE, [])
    compulsory = {line.scheme for line in lines if line.status == CoverageStatus.COMPULSORY}
    return {str(scheme): str(scheme) in compulsory for scheme in SCHEMES}


def _extras_of(enterprises: Mapping[uuid.UUID, Enterprise], fields: frozenset[str]) -> dict[uuid.UUID, Extras]:
    """What the grant opens beyond yes and no; how far a unit is confirmed is asked once for all of them."""
    found = {key: _extras(one, fields) for key, one in enterprises.items()}
    if "verification" in fields:
        for key, states in states_of_many(list(enterprises.values())).items():
            told = summary_of(states)
            found[key]["verification"] = {"state": str(told.state), "on": _day(told.on)}
    return found


def _extras(enterprise: Enterprise, fields: frozenset[str]) -> Extras:
    found: Extras = {}
    if "nssf_number" in fields:
        found["nssf_number"] = enterprise.nssf_number or ""
    if "name" in fields:
        found |= {"name_km": enterprise.name_km, "name_latin": enterprise.name_latin}
    if "since" in fields:
        found["since"] = _day(enterprise.registered_on)
    if "staff_band" in fields:
        found["staff_band"] = staff_band(enterprise.declared_workers)
    return found


def staff_band(workers: int | None) -> str | None:
    """The size as the law book draws the lines; None when nobody said how many work there."""
    if workers is None:
        return None
    ends = zip(BANDS, (5, 50, 200), strict=False)
    return next((band for band, end in ends if workers < value_or(f"enterprise.{band}_staff_below", end)), BANDS[-1])


# --- enterprise-counts -----------------------------------------------------------------------------------------------

CELL = "exchange.provider.smallest_cell"
_COLUMNS = {"province": Left("place_code", 2), "district": "place_code", "sector": "sector", "size": "size"}
COUNTS_TAKES = Record(
    parts=(
        Text(name="by", about="What to count by.", choices=tuple(_COLUMNS), required=True),
        Text(name="and_by", about="A second thing to count by.", choices=tuple(_COLUMNS)),
        Text(name="province", about="Only this province (two digits).", pattern="[0-9]{2}", most=2),
        Text(name="sector", about="Only this section of ISIC Rev. 4.", choices=tuple(Sector.values)),
    )
)
COUNTS_GIVES: Schema = {
    "type": "object",
    "required": ["as_of", "rounded_to", "counts"],
    "properties": {
        "as_of": {"type": "string", "format": "date", "nullable": True, "description": "The night they were counted."},
        "rounded_to": {"type": "integer", "description": "Each count is a multiple of this; smaller ones are null."},
        "counts": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["registered"],
                "properties": {
                    **dict.fromkeys(_COLUMNS, _TEXT),
                    "registered": {"type": "integer", "nullable": True},
                },
            },
        },
    },
}


def enterprise_counts(message: Message) -> dict[str, Any]:
    """Registered enterprises of last night; no count small enough, or sharp enough, to tell one from another."""
    cell = max(1, int(value_or(CELL, 5)))
    day = UnitFigure.objects.filter(source=None).aggregate(day=Max("day"))["day"]
    names = sorted({message.body["by"], message.body.get("and_by") or message.body["by"]})
    rows = UnitFigure.objects.filter(source=None, day=day)
    if message.body.get("province"):
        rows = rows.filter(place_code__startswith=message.body["province"])
    if message.body.get("sector"):
        rows = rows.filter(sector=message.body["sector"])
    columns = {f"by_{name}": _column(name) for name in names}
    counted = rows.values(**columns).annotate(total=Sum("registered")).order_by(*columns)
    counts = [_cell(row, names, cell) for row in counted]
    return {"as_of": _day(day), "rounded_to": cell, "counts": counts}


def _cell(row: Mapping[str, Any], names: list[str], cell: int) -> dict[str, Any]:
    return {name: row[f"by_{name}"] for name in names} | {"registered": blurred(row["total"], cell)}


def _column(name: str) -> Any:
    column = _COLUMNS[name]
    return F(column) if isinstance(column, str) else column


def blurred(count: int, cell: int) -> int | None:
    """A small count is not told, others are rounded: two questions must not differ by one enterprise."""
    return None if count < cell else (count + cell // 2) // cell * cell


# --- business-push ---------------------------------------------------------------------------------------------------

_BUSINESS = Record(
    parts=(
        Text(name="registration_no", about="Your own number of the business.", required=True, most=60),
        Text(name="name_km", about="Name in Khmer", most=250),
        Text(name="name_latin", about="Name in Latin letters", most=250),
        Text(name="tin", about="Tax identification number", most=20),
        Text(name="moc_number", about="Commercial registration number", most=20),
        Text(name="commune_code", about="Commune of its head office (six digits)", most=6, pattern="[0-9]{6}"),
        Text(name="address", about="House, street, village", most=300),
        Text(name="phone", about="Telephone number", most=30),
        Text(name="sector", about="Section of ISIC Rev. 4", choices=tuple(Sector.values)),
        Text(name="activity", about="Main activity in words", most=200),
        Count(name="declared_workers", about="Workers it declared"),
        Day(name="opened_on", about="First day of business"),
        Day(name="closed_on", about="Last day, of a closed business"),
        Text(name="head_office_no", about="Of a branch: your number of its head office", most=60),
        Day(name="as_of", about="The day for which this is true", required=True),
    ),
    one_of=("name_km", "name_latin"),
    about="A business that was registered or changed.",
)
PUSH_TAKES = Record(parts=(Rows(name="businesses", of=_BUSINESS, limit=KEYS),))
PUSH_GIVES: Schema = {
    "type": "object",
    "required": ["received_at", "created", "updated", "unchanged"],
    "properties": {
        "received_at": _MOMENT,
        **{name: {"type": "integer"} for name in ("created", "updated", "unchanged")},
    },
}
MATCH = "registry.match_pushed"
_SPACE = uuid.UUID("3f0f2f62-6d0b-4f3c-8a1c-3f1c5a4f2b77")


def business_push(message: Message) -> dict[str, Any]:
    """Effects: one registry record for each business, by its number at the source; a job that compares them."""
    if not message.client.source:
        raise Refused(403, "not-granted")
    said_by = source(message.client.source)
    if said_by.way == Way.OWN:  # nobody outside speaks for the Fund, or for an enterprise itself
        raise Refused(403, "not-granted")
    lines = [_line(row) for row in message.body["businesses"]]
    with acting(by=None, action="registry.push", exchange=str(message.xroad_id)):
        recorded = record_words(lines, source=said_by, exchange_id=message.exchange_id)
    if recorded.changed_ids:
        key = f"{MATCH}:{message.client.pk}:{message.xroad_id}"
        enqueue(kind=MATCH, subject_id=_subject(said_by), dedup_key=key)
    counts = {"created": recorded.created, "updated": recorded.updated, "unchanged": recorded.unchanged}
    return {"received_at": now(), **counts}


def _subject(of: Source) -> uuid.UUID:
    return uuid.uuid5(_SPACE, of.code)


def match_pushed(running: Running) -> None:
    """Job handler: compare what a source pushed; of many messages the first job does the work, the others find none."""
    from enterprises.services.matching import match

    said_by = next((row for row in Source.objects.all() if _subject(row) == running.job.subject_id), None)
    waiting = RegistryRecord.objects.live().filter(source=said_by, match_state=MatchState.WAITING)
    if said_by and waiting.exists():
        match(source=said_by, progress=running.advance)


def _line(row: Mapping[str, Any]) -> Line:
    values = {name: value for name, value in row.items() if name not in ("registration_no", "head_office_no")}
    return Line(
        **values
        | {
            "source_key": row["registration_no"],
            "parent_key": row.get("head_office_no", ""),
            "tin": clean_number(row.get("tin", "")),
            "moc_number": clean_number(row.get("moc_number", "")),
            "phone": normalise_phone(row.get("phone", "")) or "",
        }
    )


def register() -> None:
    """Called from AppConfig.ready()."""
    register_handler(MATCH, match_pushed)
    register_service(
        "enterprise-status",
        enterprise_status,
        title="Is this enterprise registered with the Fund?",
        about="Yes or no for each enterprise and each scheme, as of now.",
        takes=STATUS_TAKES,
        gives=STATUS_GIVES,
        fields=STATUS_FIELDS,
        example={"enterprises": [{"ref": "1", "tin": "K001-901234567"}]},
    )
    register_service(
        "enterprise-counts",
        enterprise_counts,
        title="How many enterprises are registered?",
        about="Counts of registered enterprises by place, sector and size; small ones are not told, others rounded.",
        takes=COUNTS_TAKES,
        gives=COUNTS_GIVES,
        example={"by": "province", "and_by": "size"},
    )
    register_service(
        "business-push",
        business_push,
        title="A business was registered or changed",
        about="Takes new and changed businesses as they are registered; the Fund compares them with its register.",
        takes=PUSH_TAKES,
        gives=PUSH_GIVES,
        example={
            "businesses": [
                {"registration_no": "00012345", "name_latin": "Sample Trading", "as_of": "2026-11-20"},
            ]
        },
    )


def now() -> str:
    return timezone.localtime().isoformat(timespec="seconds")


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
