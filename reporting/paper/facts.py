"""What a report shows beside its figures: rows of the plan, entries, coordination, targets, quality of the data.

Kept with the report when it is computed, so that a published report never reads a table that goes on changing."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone, translation

from reporting import registry, standing_of_targets
from reporting.coordination import closed_in, open_items
from reporting.models import (
    Baseline,
    CoordinationItem,
    Finding,
    MeasureVersion,
    Plan,
    Report,
    ReportDefinition,
    TallyAlarm,
)
from reporting.periods import Period
from reporting.progress import ProgressRow, findings_of, of_period
from reporting.quality import showing
from reporting.standing_of_targets import AgainstTarget
from reporting.suppression import smallest_shown

CODE = "facts"  # the row of ReportDefinition that is no indicator
CURVE = "new_members_to_date"
_WORST = 3

Facts = dict[str, Any]


def of(report: Report) -> Facts:
    """As kept with the report; as they stand now while nothing is kept."""
    kept = report.definitions.filter(indicator_code=CODE).values_list("definition", flat=True).first()
    return kept if kept is not None else collect(report)


def keep(report: Report) -> None:
    """Put the facts beside the figures; a second time replaces them. Only before the report is published."""
    facts = collect(report)
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    ReportDefinition.objects.update_or_create(
        report=report, indicator_code=CODE, defaults={"definition": facts, "digest": digest}
    )


def collect(report: Report) -> Facts:
    """Plain JSON: words in both languages, days as text, numbers of targets as text."""
    plan, period = report.plan, Period.parse(report.period)
    today = timezone.localdate(report.figures_at or timezone.now())
    return {
        "today": today.isoformat(),
        "plan": _plan(plan),
        "measures": _measures(plan, min(today, period.last)),
        "entries": [_entry(row) for row in of_period(period)],
        "coordination": _coordination(plan, period),
        "targets": _targets(report, period, today),
        "baselines": _baselines(plan),
        "curve": _curve(plan, period),
        "quality": _quality(),
        "alarms": TallyAlarm.objects.filter(settled_at__isnull=True).count(),
        "findings": [_finding(one) for one in findings_of(period)],
    }


def _plan(plan: Plan) -> Facts:
    days = {name: getattr(plan, name).isoformat() for name in ("starts_on", "ends_on", "counted_from")}
    return days | _both(plan, "name") | _both(plan, "counted_why") | {"source": plan.source}


def _both(row: Any, name: str) -> Facts:
    return {f"{name}_{language}": getattr(row, f"{name}_{language}") if row else "" for language in ("km", "en")}


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _measures(plan: Plan, day: date) -> list[Facts]:
    """The rows of the action table as they were on a day, with who leads and who supports."""
    versions = MeasureVersion.objects.in_force(day).filter(measure__plan=plan).select_related("measure")
    rows = versions.prefetch_related("parts__institution").order_by("measure__number")
    decided = {one.measure_id: one for one in plan.decisions.order_by("decided_on", "id") if one.measure_id}
    return [_measure(one, decided.get(one.measure_id)) for one in rows]


def _measure(version: MeasureVersion, decision: Any) -> Facts:
    parts = [{"part": p.part, "code": p.institution.code} | _both(p.institution, "name") for p in version.parts.all()]
    said = {"number": version.measure.number, "theme": version.measure.theme, "parts": parts}
    years = {"first_year": version.first_year, "last_year": version.last_year}
    decided = {"decided": decision.kind, "decided_on": _day(decision.decided_on)} if decision else {}
    return said | years | decided | _both(version, "title") | _both(version, "indicator")


def _entry(row: ProgressRow) -> Facts:
    """What is not approved has no words and no status here; late is late."""
    sent = row.entry.submitted_at if row.entry and row.is_answered else None
    return {
        "measure": row.number,
        "institution": row.institution.code,
        "part": row.part,
        "period": row.period,
        "state": row.state,
        "status": row.status if row.is_approved else "",
        "late": row.late,
        "due_on": _day(row.due_on),
        "sent_on": _day(timezone.localdate(sent) if sent else None),
        "words": row.said if row.is_approved else {},
    } | _both(row.institution, "name")


def _coordination(plan: Plan, period: Period) -> list[Facts]:
    """Open and decided ones, whatever the period they were raised in; then what was done in this one."""
    return [_item(one) for one in (*open_items(plan), *closed_in(plan, period))]


def _item(item: CoordinationItem) -> Facts:
    said = {name: getattr(item, name) for name in ("reference", "period", "problem", "intervention", "state")}
    said |= {"body": item.body, "decision": item.decision, "done_note": item.done_note}
    said |= {"measure": item.measure.number if item.measure else "", "id": str(item.pk)}
    said |= {"due_on": _day(item.due_on), "done_on": _day(item.done_on), "decided_on": _day(item.decided_on)}
    owner = {f"owner_{name[5:]}": text for name, text in _both(item.owner, "name").items()}
    return said | _both(item.institution, "name") | owner


def _targets(report: Report, period: Period, today: date) -> list[Facts]:
    """Targets of the period and of the whole plan against the report's own figures."""
    figures = standing_of_targets.of_report(report)
    return [_target(one) for one in standing_of_targets.against(period, figures, on=today)]


def _target(one: AgainstTarget) -> Facts:
    numbers = {"target": one.target.value, "value": one.value, "share": one.share, "projection": one.projection}
    said = {name: None if number is None else str(number) for name, number in numbers.items()}
    target = one.target
    said |= {"indicator": one.indicator, "period": target.period, "province": target.province_code}
    said |= {"source": target.source, "ends_on": one.ends_on.isoformat()}
    return said | {"on_track": one.on_track, "confirmed": target.confirmed}


def _baselines(plan: Plan) -> list[Facts]:
    rows = Baseline.objects.filter(plan=plan).order_by("indicator__order", "as_of", "id")
    names = ("indicator_id", "numerator", "denominator", "source", "confirmed")
    return [
        {name: getattr(one, name) for name in names}
        | {"value": str(one.value), "as_of": one.as_of.isoformat()}
        | _both(one, "note")
        for one in rows
    ]


def _curve(plan: Plan, period: Period) -> list[Facts]:
    """New members since the plan's first day, at the end of each quarter up to this one."""
    quarter, points, least = Period.quarter_of(plan.counted_from), [], smallest_shown()
    while quarter.last <= period.last:
        whole = next((one for one in registry.get(CURVE).cells(quarter) if not one.cut), None)
        if whole and whole.value is not None and not 0 < whole.value < least:
            points.append({"day": quarter.last.isoformat(), "value": int(whole.value)})
        quarter = Period.quarter_of(date.fromordinal(quarter.last.toordinal() + 1))
    return points


def _quality() -> list[Facts]:
    """The newest reading of each measure of quality: the whole and the worst, named in both languages."""
    when = showing.days()
    if when is None:
        return []
    said = {}
    for language in ("km", "en"):
        with translation.override(language):
            said[language] = list(_readings(when, language))
    return [first | second for first, second in zip(said["km"], said["en"], strict=True)]


def _readings(when: showing.Days, language: str) -> Iterator[Facts]:
    for theme in showing.themes(when):
        for shown in theme.measures:
            for line in shown.lines[:_WORST]:
                numbers = {"numerator": line.now.numerator, "denominator": line.now.denominator}
                names = {"theme": str(theme.name), "name": str(shown.measure.name), "subject": line.word}
                said = {f"{name}_{language}": text for name, text in names.items()}
                yield {"code": shown.measure.code, "day": line.now.day.isoformat()} | numbers | said


def _finding(one: Finding) -> Facts:
    names = ("inquiry", "place_code", "women", "men", "not_stated", "question", "learnt")
    said = {name: getattr(one, name) for name in names} | {"held_on": one.held_on.isoformat()}
    return said | {"measure": one.measure.number if one.measure else ""} | _both(one.institution, "name")


def in_language(row: Facts, name: str, language: str) -> str:
    """The words of one language; of the other where there are none."""
    other = "en" if language == "km" else "km"
    return row.get(f"{name}_{language}") or row.get(f"{name}_{other}") or ""
