"""Opening a figure: from a page, from a report, from the paper's link."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from reporting import computing, registry
from reporting.enums import ChangeReason
from reporting.figures import behind, opened, saying, tables
from reporting.figures.keeping import cells_now
from reporting.figures.opened import Opened
from reporting.indicators.grouping import one_reading
from reporting.models import Report, ReportFigure
from reporting.periods import NotAPeriod, Period
from reporting.registry import Definition

_PAGE = 50


@require_safe
@require_permission(Permission.READ_COUNTS)
def every(request: HttpRequest) -> HttpResponse:
    """All indicators with their figure of a period."""
    period = period_of(request)
    lines = []
    with one_reading():
        for one in registry.every():
            cells = cells_now(one, period)
            lines.append((one, saying.shown(tables.find(cells, {}), one.unit, opened.live_address(one.code, period))))
    return render(request, "reporting/figures/every.html", {"lines": lines, "period": period, "periods": periods()})


@require_safe
@require_permission(Permission.READ_COUNTS)
def live(request: HttpRequest, indicator_code: str) -> HttpResponse:
    """The figure as it is known now; the cell stands in the address."""
    definition, period = _definition(indicator_code), period_of(request)
    with one_reading():
        found = opened.live(definition, period, where_of(request, definition))
        if found is None:
            raise Http404
        return render(request, "reporting/figures/figure.html", _context(request, found))


@require_safe
@require_permission(Permission.READ_COUNTS)
def figure(request: HttpRequest, figure_id: Any) -> HttpResponse:
    """The figure as a report keeps it, for whoever may read the report."""
    row = get_object_or_404(
        ReportFigure.objects.select_related("report__plan"),
        pk=figure_id, report__in=Report.objects.visible_to(request.user),
    )  # fmt: skip
    with one_reading():
        return render(request, "reporting/figures/figure.html", _context(request, opened.kept(row)))


def _context(request: HttpRequest, found: Opened) -> dict[str, Any]:
    difference = found.difference
    return {
        "opened": found,
        "shown": found.shown,
        "tables": found.tables,
        "difference": difference,
        "was": saying.shown(difference.was, found.unit) if difference.was else None,
        "change": None if difference.change is None else saying.signed(difference.change, found.unit),
        "parts": opened.parts_in_words(difference, found.definition),
        "movers": [(word, saying.signed(by, found.unit), url) for word, by, url in opened.movers(found)],
        "periods": periods(),
        "says_late": any(part.reason not in (ChangeReason.JOINED, ChangeReason.ENDED) for part in difference.parts),
        "changes": opened.edition_changes(found),
        "live_url": opened.live_address(found.code, found.period, found.where) if found.report else "",
        "may_see_rows": _may_see_rows(request, found),
    }


def _may_see_rows(request: HttpRequest, found: Opened) -> bool:
    """Whether the role sees rows of this kind: else the page says who keeps them."""
    return behind.may_see_some(found.definition, found.period, request.user)


@require_safe
def rows(request: HttpRequest, indicator_code: str) -> HttpResponse:
    """The rows behind a figure that this person may see; staff only, each in his or her places."""
    if not request.user.is_office_staff:
        raise PermissionDenied
    definition, period = _definition(indicator_code), period_of(request)
    where = where_of(request, definition)
    found = behind.rows(definition, period, where, request.user)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page")) if found is not None else None
    context = {
        "definition": definition,
        "period": period,
        "where_words": saying.where_words(where),
        "page": page,
        "lines": [behind.line(row) for row in page] if page else [],
        "may_open": request.user.has_permission(Permission.READ_COUNTS),
        "back": opened.live_address(definition.code, period, where),
    }
    return render(request, "reporting/figures/rows.html", context)


# --- what the address says --------------------------------------------------------------------------------------


def _definition(code: str) -> Definition:
    try:
        return registry.get(code)
    except KeyError as unknown:
        raise Http404 from unknown


def period_of(request: HttpRequest) -> Period:
    """The one in the address, else the quarter of today; anything else is no page."""
    text = request.GET.get("period", "")
    if not text:
        return Period.quarter_of(timezone.localdate())
    try:
        return Period.parse(text)
    except NotAPeriod as wrong:
        raise Http404 from wrong


def where_of(request: HttpRequest, definition: Definition) -> dict[str, str]:
    """The cell's place: the dimensions of one of the indicator's tables, in the table's order."""
    names = {name for cut in definition.cuts for name in cut.split("+")}
    said = {name: value for name, value in request.GET.items() if name in names}
    for cut in definition.cuts:
        if set(cut.split("+")) == set(said):
            return {name: said[name] for name in cut.split("+")}
    if said:
        raise Http404
    return {}


def periods() -> list[tuple[str, str]]:
    """From the plan's first quarter to now, newest first, and the years."""
    now = Period.quarter_of(timezone.localdate())
    first = computing.plan_for(now)
    start = Period.quarter_of(first.starts_on) if first else now
    found = [now]
    while found[-1] > start:
        found.append(found[-1].before)
    years = [Period.parse(str(year)) for year in range(now.last.year, start.first.year - 1, -1)]
    return [(one.code, one.words) for one in [*found, *years]]
