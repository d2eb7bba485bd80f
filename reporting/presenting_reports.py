"""A report's rows as its pages show them: figures with their words, differences, files, and what happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from reporting import words
from reporting.computing import is_frozen, kept_meanings
from reporting.enums import ChangeReason, FileKind, Hidden, Missing
from reporting.exporting import number
from reporting.models import EditionChange, Report, ReportFile


@dataclass(frozen=True)
class Shown:
    """A figure for the country: the number, or why there is none."""

    code: str
    name: str
    unit: str
    value: int | float | None
    why_not: str
    numerator: int | None
    denominator: int | None
    headline: bool
    entered: bool
    url: str


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "km"


def figures(report: Report) -> dict[str, list[Shown]]:
    """Of the country, in the registry's order: headlines, and the others."""
    told = kept_meanings(report)
    rows = {row.indicator_code: row for row in report.figures.filter(cut="")}
    found = [_shown(rows[code], told[code]) for code in told if code in rows]
    return {
        "headlines": [one for one in found if one.headline],
        "others": [one for one in found if not one.headline],
    }


def _shown(row: Any, meaning: dict[str, Any]) -> Shown:
    language, hidden = _language(), bool(row.hidden)
    return Shown(
        row.indicator_code, meaning["name"][language], meaning["unit_words"][language],
        None if hidden else _rounded(row.value, meaning["shares"]), _why_not(row), None if hidden else row.numerator,
        None if hidden else row.denominator, meaning["headline"], row.origin == "entered",
        reverse("reporting_figures:figure", args=[row.pk]),
    )  # fmt: skip


def _rounded(value: Decimal | None, share: bool) -> int | float | None:
    """A share to a tenth, and a small one to two places that say something; the files have all of it."""
    if value is None or not share:
        return number(value)
    return number(round(value, 1 if abs(value) >= 1 else 2))


def _why_not(row: Any) -> str:
    if row.hidden:
        return str(Hidden(row.hidden).label)
    if row.missing:
        return _("not computed, because: %(why)s") % {"why": Missing(row.missing).label}
    return ""


@dataclass(frozen=True)
class Changed:
    """One difference between two editions."""

    where: str
    before: int | float | None
    after: int | float | None
    reason: str

    @property
    def by(self) -> Decimal | int | float | None:
        return None if self.before is None or self.after is None else self.after - self.before


def changed(
    report: Report, groups: Iterable[tuple[str, list[EditionChange]]], *, wholes_only: bool = False
) -> list[tuple[str, list[Changed]]]:
    """By indicator, in words."""
    told, language = kept_meanings(report), _language()
    tellers: dict[str, Any] = {}
    found = []
    for code, rows in groups:
        kept = [_change(one, tellers) for one in rows if not (wholes_only and one.cut)]
        if kept:
            found.append((told[code]["name"][language] if code in told else code, kept))
    return found


def first(groups: Iterable[tuple[str, list[EditionChange]]], most: int) -> Iterator[tuple[str, list[EditionChange]]]:
    """So many differences, indicator after indicator: a page is read, the rest stands in the files."""
    for code, rows in groups:
        if most > 0:
            yield code, rows[:most]
        most -= len(rows)


def _change(one: EditionChange, tellers: dict[str, Any]) -> Changed:
    parts = []
    for name, value in sorted(one.cell.items()):
        teller = tellers.get(name) or tellers.setdefault(name, words.teller(name))
        parts.append(str(teller(value)))
    reason = str(ChangeReason(one.reason).label) if one.reason else _("not known")
    return Changed(", ".join(parts) or _("in all"), number(one.before), number(one.after), reason)


def files(report: Report) -> list[tuple[FileKind, int | None]]:
    """Every kind, with its size where it is kept."""
    kept: dict[str, int] = {}
    if is_frozen(report):
        kept = dict(ReportFile.objects.filter(report=report).order_by().values_list("kind", "size"))
    return [(kind, kept.get(kind)) for kind in FileKind]


def events(report: Report) -> list[dict[str, Any]]:
    """From the report's history, newest first; several edits in a row are one line."""
    model = apps.get_model("reporting", "ReportEvent")
    rows: QuerySet = model._default_manager.filter(pgh_obj_id=report.pk).order_by("pgh_id")
    told: list[dict[str, Any]] = []
    state = None
    people = _people(rows)
    for row in rows:
        context = row.pgh_context or {}
        words_of = _sentence(row, state, context)
        who = people.get(str(context.get("user") or ""))
        if words_of and not (told and told[-1]["title"] == words_of and told[-1]["by"] == who):
            told.append({"title": words_of, "at": row.pgh_created_at, "by": who, "text": context.get("reason") or ""})
        elif words_of:
            told[-1]["at"] = row.pgh_created_at
        state = row.state
    return told[::-1]


def _people(rows: Iterable[Any]) -> dict[str, User]:
    ids = {str(user) for row in rows if (user := (row.pgh_context or {}).get("user"))}
    return {str(one.pk): one for one in User.objects.filter(pk__in=ids)}


def _sentence(row: Any, state: str | None, context: dict[str, Any]) -> str:
    """What this row of the history says to a reader; empty: nothing."""
    if context.get("action") == "report.edit":
        return _("Texts edited")
    if row.state == state:
        return ""
    said = {
        "requested": _("Asked for"), "computing": _("Computing began"), "failed": _("Could not be computed"),
        "draft": _("Sent back") if state == "reviewed" else _("Figures computed"), "reviewed": _("Reviewed"),
        "published": _("Published"), "superseded": _("Replaced by a newer edition"), "discarded": _("Discarded"),
    }  # fmt: skip
    return said.get(row.state, "")
