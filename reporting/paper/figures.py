"""The figures of a report as its pages show them; nothing is counted here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from reporting import registry, words
from reporting.enums import Hidden, Method, Missing
from reporting.models import Report, ReportFigure
from reporting.paper import facts
from reporting.paper.saying import NBSP, Say

_TEXTS = ("name", "definition", "source", "as_of")
_PLAIN = ("unit", "method", "shares", "headline", "measures")


@dataclass(frozen=True)
class Shown:
    """One figure in words. `number` is None where it may not be shown or is not there."""

    text: str
    counts: str = ""
    unit: str = ""
    number: Decimal | None = None
    missing: bool = False
    hidden: str = ""
    url: str = ""
    entered: bool = False

    @property
    def amount(self) -> str:
        """With its unit, where the number alone would not say it."""
        bare = self.hidden or self.missing or self.unit in ("", "percent", "riel")
        return self.text if bare else f"{self.text}{NBSP}{words.unit(self.unit)}"

    @property
    def brief(self) -> str:
        """Beside a name that says who is counted."""
        return self.text if self.unit in ("people", "units") else self.amount


@dataclass(frozen=True)
class Meaning:
    """What an indicator meant when the report was made, in one language."""

    code: str
    name: str
    definition: str
    source: str
    as_of: str
    unit: str
    method: str
    shares: bool
    headline: bool
    measures: tuple[str, ...]
    owner: str = ""

    @property
    def unit_word(self) -> str:
        return words.unit(self.unit)

    @property
    def rows_word(self) -> str:
        return ", ".join(self.measures) or "–"

    @property
    def method_word(self) -> str:
        return str(Method(self.method).label) if self.method in Method.values else self.method


class Book:
    """All that a report shows of its figures: the whole of each indicator, and its tables by one dimension or two."""

    def __init__(self, report: Report, say: Say) -> None:
        self.report, self.say = report, say
        kept = report.definitions.exclude(indicator_code=facts.CODE).values_list("indicator_code", "definition")
        self.kept: dict[str, Any] = dict(kept)
        self.meanings: dict[str, Meaning] = {}
        self.cells: dict[tuple[str, str], list[ReportFigure]] = {}
        for figure in report.figures.exclude(cut__contains="+") | report.figures.filter(cut="sex+province"):
            self.cells.setdefault((figure.indicator_code, figure.cut), []).append(figure)

    @property
    def codes(self) -> list[str]:
        """In the order of the registry; what is not there any more comes last."""
        here = {code for code, cut in self.cells if not cut} | self.kept.keys()
        known = [one.code for one in registry.every()]
        return [code for code in known if code in here] + sorted(here - set(known))

    def meaning(self, code: str) -> Meaning:
        """As it was kept with the report; the registry says what was not kept."""
        if code not in self.meanings:
            self.meanings[code] = _meaning(code, self.kept.get(code, {}), self.say.language)
        return self.meanings[code]

    def whole(self, code: str) -> Shown:
        found = self.cells.get((code, ""))
        return self.shown(found[0]) if found else self.nothing(Missing.NO_DATA, code)

    def of(self, code: str, cut: str) -> Iterator[tuple[Mapping[str, str], Shown]]:
        """The cells of one table; what is not there is nobody."""
        for figure in self.cells.get((code, cut), ()):
            yield figure.cell, self.shown(figure)

    def cuts(self, code: str) -> list[str]:
        """Its tables by one dimension, in the order of the definition."""
        here = [cut for one, cut in self.cells if one == code and cut and "+" not in cut]
        order = {cut: at for at, cut in enumerate(_live(code).get("cuts", ()))}
        return sorted(here, key=lambda cut: (order.get(cut, len(order)), cut))

    def shown(self, figure: ReportFigure) -> Shown:
        """The number with its counts, or why there is none."""
        unit, url = self.meaning(figure.indicator_code).unit, self.address(figure)
        if figure.missing or figure.value is None:
            return self.nothing(figure.missing, figure.indicator_code, url)
        if figure.hidden:
            text = _("under 5") if figure.hidden == Hidden.SMALL else _("hidden")
            return Shown(self.say.digits(text), unit=unit, hidden=figure.hidden, url=url)
        counts = self.say.counts(figure.numerator, figure.denominator)
        entered = figure.origin == "entered"
        return Shown(self.say.value(figure.value, unit), counts, unit, figure.value, url=url, entered=entered)

    def nothing(self, why: str, code: str, url: str = "") -> Shown:
        reason = Missing(why).label if why in Missing.values else why
        return Shown(
            _("Not computed, because %(why)s") % {"why": reason}, unit=self.meaning(code).unit, missing=True, url=url
        )

    def address(self, figure: ReportFigure) -> str:
        """Where the figure can be opened; on paper the whole address."""
        try:
            path = reverse("reporting_figures:figure", args=[figure.pk])
        except NoReverseMatch:
            return ""
        return whole_address(path) if self.say.paper else path


def _meaning(code: str, kept: dict[str, Any], language: str) -> Meaning:
    live = _live(code)

    def text(name: str) -> str:
        return _in_language(kept.get(name), language) or str(live.get(name, ""))

    def plain(name: str) -> Any:
        return kept.get(name, live.get(name))

    return Meaning(
        code=code, name=text("name") or code, definition=text("definition"), source=text("source"),
        as_of=text("as_of"), unit=plain("unit") or "", method=plain("method") or "", shares=bool(plain("shares")),
        headline=bool(plain("headline")), measures=tuple(plain("measures") or ()),
        owner=_in_language(kept.get("owner"), language),
    )  # fmt: skip


def _in_language(text: Mapping[str, str] | None, language: str) -> str:
    """As kept: {"km": ..., "en": ...}; the other language's words where there are none."""
    said = text or {}
    return said.get(language) or said.get("en" if language == "km" else "km") or ""


def whole_address(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def _live(code: str) -> dict[str, Any]:
    """As the registry says it now, for what was not kept."""
    try:
        found = registry.get(code)
    except KeyError:
        return {}
    return {name: getattr(found, name) for name in (*_TEXTS, *_PLAIN, "cuts")}
