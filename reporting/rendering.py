"""A report as its readers see it: the same parts on the page and on paper. Nothing is counted here."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nssf_portal.documents.pdf import qr_png, typeset
from reporting.enums import ReportState
from reporting.models import Report
from reporting.paper import facts
from reporting.paper.figures import Book, whole_address
from reporting.paper.parts import Parts, first
from reporting.paper.saying import Say
from reporting.periods import Period
from reporting.sources import in_words

_LATE, _ASKED = 4, 3  # so many stand on the first page


def pdf(report: Report, language: str) -> bytes:
    """The whole report on A4; raises PdfUnavailable where type cannot be set."""
    return typeset("pdf/report.html", context(report, language, paper=True), language)


def context(report: Report, language: str, *, paper: bool = False) -> dict[str, Any]:
    """What the page and the paper print, in words of the language."""
    with translation.override(language):
        say, period = Say(language, paper), Period.parse(report.period)
        parts = Parts(Book(report, say), facts.of(report), say, period)
        return _head(report, say, parts) | _first_page(parts) | _body(parts) | _annex(parts)


def _head(report: Report, say: Say, parts: Parts) -> dict[str, Any]:
    """Which report this is, of which day, and where it is kept."""
    address = whole_address(_page(report))
    issued = report.published_at or report.figures_at or timezone.now()
    plan = parts.facts["plan"]
    return {
        "report": report,
        "language": say.language,
        "digits": "khmer" if say.paper and say.language == "km" else "latin",
        "paper": say.paper,
        "period": say.digits(parts.period.words),
        "plan_name": say.digits(parts.said(plan, "name")),
        "plan_days": (say.day(plan["starts_on"]), say.day(plan["ends_on"])),
        "counted_from": say.day(plan["counted_from"]),
        "counted_why": parts.said(plan, "counted_why"),
        "plan_source": in_words(plan["source"]),
        "finding": finding(parts),
        "number": report.reference,
        "edition": say.number(report.edition),
        "correction": facts.in_language(vars(report), "correction", say.language),
        "figures_at": say.moment(report.figures_at),
        "issued_on": say.day(timezone.localdate(issued)),
        "is_published": report.state in (ReportState.PUBLISHED, ReportState.SUPERSEDED),
        "is_superseded": report.state == ReportState.SUPERSEDED,
        "page_url": address,
        "qr_src": qr_png(address) if say.paper else "",
        "contents": contents(parts),
    }


def finding(parts: Parts) -> str:
    """The headline: how far the plan is, where that can be said."""
    first_figure, period = parts.book.whole(facts.CURVE), parts.say.digits(parts.period.words)
    target = next((one for one in parts.targets() if one["indicator"] == facts.CURVE), None)
    if first_figure.number is None:
        return _("Progress report, %(period)s") % {"period": period}
    said = {"period": period, "number": first_figure.text, "share": target["share"] if target else ""}
    if not said["share"]:
        return _("%(period)s: %(number)s new members since the plan began") % said
    return _("%(period)s: %(number)s new members since the plan began, %(share)s of the target") % said


def _page(report: Report) -> str:
    try:
        return reverse("reporting_reports:page", args=[report.pk])
    except NoReverseMatch:
        return "/"


def contents(parts: Parts) -> list[dict[str, str]]:
    """The headings with their numbers; a part that has nothing is left out."""
    headings = [
        ("words", _("What the General Secretariat says"), parts.sections()),
        ("actions", _("The rows of the plan and how they go"), True),
        ("curve", _("New members and the target"), True),
        ("targets", _("Targets and what was reached"), True),
        ("who", _("Who the new members are"), True),
        ("provinces", _("Provinces"), True),
        ("figures", _("All figures"), True),
        ("cuts", _("Figures by group"), parts.cuts()),
        ("coordination", _("Coordination"), True),
        ("narratives", _("What institutions say"), True),
        ("changes", _("What this edition changes"), parts.changes()),
        ("definitions", _("Annex: what each figure means"), True),
        ("quality", _("Annex: how good the data is"), True),
    ]
    shown = [(key, title) for key, title, there in headings if there]
    return [
        {"key": key, "title": title, "number": parts.say.number(number)}
        for number, (key, title) in enumerate(shown, start=1)
    ]


def _first_page(parts: Parts) -> dict[str, Any]:
    late, more_late = first(parts.late(), _LATE)
    asked, more_asked = first(parts.asked(), _ASKED)
    return {
        "five": parts.five(),
        "late": late,
        "more_late": more_late and parts.say.number(more_late),
        "asked": asked,
        "more_asked": more_asked and parts.say.number(more_asked),
    }


def _body(parts: Parts) -> dict[str, Any]:
    return {
        "sections": parts.sections(),
        "themes": parts.themes(),
        "curve": parts.curve(),
        "targets": parts.targets(),
        "charts": parts.charts(),
        "map": parts.map(),
        "provinces": parts.provinces(),
        "sex_by_province": parts.sex_by_province(),
        "all_figures": parts.all_figures(),
        "cuts": parts.cuts(),
        "coordination": parts.coordination(),
        "narratives": parts.narratives(),
        "findings": parts.findings(),
    }


def _annex(parts: Parts) -> dict[str, Any]:
    return {
        "changes": parts.changes(),
        "baselines": parts.baselines(),
        "not_computed": parts.not_computed(),
        "quality": parts.quality(),
        "alarms": parts.facts["alarms"] and parts.say.number(parts.facts["alarms"]),
    }
