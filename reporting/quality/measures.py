"""The measures of data quality: what each counts, and how it is read from the registers. Numbers, never a person."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _

from enterprises import scoreboard
from enterprises.models import UnitFigure
from nssf_portal.work.models import WorkItem
from registration.models import DuplicatePair, ReconciliationDifference
from reporting.enums import Direction
from reporting.models import Plan
from reporting.public import owing

WHOLE = ""


@dataclass(frozen=True)
class Reading:
    """One number on one day: of a part when there is a denominator; a missing numerator is "never" or "not known"."""

    subject: str
    numerator: int | None
    denominator: int | None = None


@dataclass(frozen=True)
class Measure:
    """`subject` says what a reading is of: a source, a field, a province, an institution."""

    code: str
    theme: str  # coverage, duplicates, sources, fields, offices
    name: Any
    explained: Any
    direction: Direction
    read: Callable[[date], Iterable[Reading]]
    subject: str = ""
    unit: Any = ""


THEMES = {
    "coverage": _("Coverage"),
    "duplicates": _("Duplicates"),
    "sources": _("Stale sources"),
    "fields": _("Missing fields"),
    "offices": _("Late offices and institutions"),
}

MEMBER_FIELDS = {
    "identity": _("identity document"),
    "phone": _("phone number"),
    "commune": _("commune"),
    "birth_day": _("day of birth"),
    "name_km": _("name in Khmer letters"),
    "name_latin": _("name in Latin letters"),
}
UNIT_FIELDS = {
    "sector": _("sector"),
    "commune": _("commune"),
    "tin": _("tax identification number (TIN)"),
    "phone": _("phone number"),
    "name_km": _("name in Khmer letters"),
    "opened_on": _("day of opening"),
}

_PAPERS = "('khmer_id', 'kidc', 'passport', 'work_permit', 'birth_certificate')"
_MEMBERS = f"""
SELECT count(*), count(*) FILTER (WHERE i.paper IS NOT TRUE), count(*) FILTER (WHERE i.phone IS NOT TRUE),
    count(*) FILTER (WHERE m.commune_code = ''), count(*) FILTER (WHERE m.born_precision <> 'day'),
    count(*) FILTER (WHERE m.key_km = ''), count(*) FILTER (WHERE m.key_latin = '')
FROM registration_member m LEFT JOIN (
    SELECT member_id, bool_or(kind IN {_PAPERS}) AS paper, bool_or(kind = 'phone') AS phone
    FROM registration_memberidentifier WHERE superseded_at IS NULL GROUP BY member_id
) i ON i.member_id = m.id
WHERE m.merged_into_id IS NULL AND m.state IN ('active', 'suspended')
"""  # noqa: S608  our own constants
_UNITS = """
SELECT count(*), count(*) FILTER (WHERE sector = ''), count(*) FILTER (WHERE commune_code = ''),
    count(*) FILTER (WHERE tin = ''), count(*) FILTER (WHERE phone = ''), count(*) FILTER (WHERE name_km = ''),
    count(*) FILTER (WHERE opened_on IS NULL)
FROM enterprises_enterprise WHERE merged_into_id IS NULL AND state IN ('registered', 'suspended')
"""
_MERGED = """
SELECT count(*) FILTER (WHERE merged_into_id IS NOT NULL), count(*) FROM registration_member WHERE state <> 'pending'
"""


def units_known(_day: date) -> Iterator[Reading]:
    """Of the units that a registry names: those that the Fund has registered, by last night's count."""
    counted = UnitFigure.objects.aggregate(day=Max("day"))["day"]
    rows = UnitFigure.objects.filter(day=counted).order_by().values("source__code")
    for row in rows.annotate(known=Sum("matched"), unknown=Sum("missing")):
        yield Reading(row["source__code"] or WHOLE, row["known"], row["known"] + row["unknown"])


def records_delivered(_day: date) -> Iterator[Reading]:
    """Records of each source, of the units that it says it has."""
    for row in scoreboard.rows():
        if row.source.units:
            yield Reading(row.source.code, row.records or 0, row.source.units)


def pairs_open(_day: date) -> Iterator[Reading]:
    """Rows of rosters that may be somebody who is a member already, and wait for an officer or the employer."""
    yield Reading(WHOLE, DuplicatePair.objects.filter(state__in=("open", "asked")).count())


def members_merged(_day: date) -> Iterator[Reading]:
    """Records of members that turned out to be another member's."""
    merged, every = _one(_MERGED)
    yield Reading(WHOLE, merged, every)


def records_possible(_day: date) -> Iterator[Reading]:
    """Records of registries that may be an enterprise we know, and wait for a person to look."""
    possible = records = 0
    for row in scoreboard.rows():
        if row.records:
            possible, records = possible + (row.possible or 0), records + row.records
            yield Reading(row.source.code, row.possible or 0, row.records)
    yield Reading(WHOLE, possible, records)


def core_differences(_day: date) -> Iterator[Reading]:
    """Differences between our register and the Fund's core system that nobody has explained."""
    yield Reading(WHOLE, ReconciliationDifference.objects.filter(state="open").count())


def sources_stale(_day: date) -> Iterator[Reading]:
    """Sources that sent nothing, or whose next delivery is overdue."""
    rows = scoreboard.rows()
    yield Reading(WHOLE, sum(row.is_silent or row.is_late for row in rows), len(rows))


def source_age(day: date) -> Iterator[Reading]:
    """Days since a source's last delivery; none: it never delivered."""
    for row in scoreboard.rows():
        yield Reading(row.source.code, (day - row.last_on).days if row.last_on else None)


def members_without(_day: date) -> Iterator[Reading]:
    """Members whose record lacks a field."""
    return _without(_MEMBERS, MEMBER_FIELDS)


def units_without(_day: date) -> Iterator[Reading]:
    """Registered enterprises whose record lacks a field."""
    return _without(_UNITS, UNIT_FIELDS)


def work_late(day: date) -> Iterator[Reading]:
    """Of the work that waits in a province's offices: what is past its day."""
    late, every = 0, 0
    rows = WorkItem.objects.open().order_by().values("province_code")
    for row in rows.annotate(many=Count("pk"), past=Count("pk", filter=Q(due_on__lt=day))):
        late, every = late + row["past"], every + row["many"]
        yield Reading(row["province_code"] or "none", row["past"], row["many"])
    yield Reading(WHOLE, late, every)


def entries_late(day: date) -> Iterator[Reading]:
    """Of the progress reports that an institution was asked for: those that are late."""
    plan = Plan.objects.filter(starts_on__lte=day).order_by("-starts_on").first()
    found = owing.newest(plan, day) if plan else None
    if found is None or found.period is None:
        return
    for one in found.institutions:
        yield Reading(one.institution.code, sum(row.standing == "late" for row in one.rows), len(one.rows))
    yield Reading(WHOLE, sum(row.standing == "late" for row in found.rows), len(found.rows))


def _without(statement: str, fields: dict[str, Any]) -> Iterator[Reading]:
    every, *missing = _one(statement)
    for name, many in zip(fields, missing, strict=True):
        yield Reading(name, many, every)


def _one(statement: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


_UP, _DOWN = Direction.UP, Direction.DOWN
MEASURES: tuple[Measure, ...] = (
    Measure(
        "units_known", "coverage", _("Units named by a registry that the Fund has registered"),
        _("Of the units that at least one registry names. All registries together first, then each."),
        _UP, units_known, "source",
    ),
    Measure(
        "records_delivered", "coverage", _("Units that a source has delivered"),
        _("Records delivered, of the units the source says it has."), _UP, records_delivered, "source",
    ),
    Measure(
        "pairs_open", "duplicates", _("Possible duplicates that wait for a decision"),
        _("Rows of rosters that may be somebody who is a member already."), _DOWN, pairs_open,
    ),
    Measure(
        "members_merged", "duplicates", _("Records of members that were another's"),
        _("They are merged and count once. A rising share says that duplicates are found late."), _DOWN, members_merged,
    ),
    Measure(
        "records_possible", "duplicates", _("Registry records that may be an enterprise we know"),
        _("They wait for a person to compare them."), _DOWN, records_possible, "source",
    ),
    Measure(
        "core_differences", "duplicates", _("Differences from the Fund's core system not explained"),
        _("Found when both registers are compared."), _DOWN, core_differences,
    ),
    Measure(
        "sources_stale", "sources", _("Sources that are silent or late"),
        _("They sent nothing yet, or their next delivery is past its day."), _DOWN, sources_stale,
    ),
    Measure(
        "source_age", "sources", _("Days since the last delivery"), _("For each source."),
        _DOWN, source_age, "source", _("days"),
    ),
    Measure(
        "members_without", "fields", _("Members whose record lacks a field"),
        _("Of all members who have not left. A day of birth is missing where only the month or the year is known."),
        _DOWN, members_without, "member_field",
    ),
    Measure(
        "units_without", "fields", _("Enterprises whose record lacks a field"),
        _("Of the enterprises that are registered or suspended."), _DOWN, units_without, "unit_field",
    ),
    Measure(
        "work_late", "offices", _("Work past its day"),
        _("Of the work that waits now, by the province whose offices have it."), _DOWN, work_late, "province",
    ),
    Measure(
        "entries_late", "offices", _("Progress reports that are late"),
        _("Of the reports that each institution was asked for last."), _DOWN, entries_late, "institution",
    ),
)  # fmt: skip
BY_CODE = {one.code: one for one in MEASURES}
