"""A count cut as one likes: new members by province, sex, groups, channel and month, for whoever makes the reports.

Cut so finely, small numbers cannot be hidden: two of these pages beside each other would tell them. Who only reads
counts is shown the figure as reports show it."""

import csv
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.tiles import tiles
from reporting import counts, presenting, words
from reporting.forms import CountForm

_RISKY = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@require_permission(Permission.READ_COUNTS)
def page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_permission(Permission.WORK_REPORTS):
        return redirect("reporting_figures:live", indicator_code="new_members")
    months = counts.known_months()
    if not months:
        return render(request, "reporting/nobody_yet.html")
    form = CountForm(request.GET, months)
    if not form.is_valid():
        return render(request, "reporting/new_members.html", {"form": form})
    return render(request, "reporting/new_members.html", {"form": form} | _figures(form, request))


def _figures(form: CountForm, request: HttpRequest) -> dict[str, Any]:
    rows, period = counts.chosen(form.period, **form.filters), form.period
    kinds = counts.sums(rows, "sex", "group", "channel", "plan_group")
    by_month = counts.along(counts.sums(rows, "month"), 0)
    sexes = counts.along(kinds, 0)
    total = sum(sexes.values())
    most = max(by_month, key=lambda month: by_month[month], default=None)
    cells = counts.sums(rows, form.cleaned_data["rows"], form.cleaned_data["columns"])
    return {
        "total": total,
        "first": words.month(period.first),
        "last": words.month(period.last),
        "women": sexes.get("F", 0),
        "women_percent": round(100 * sexes.get("F", 0) / total) if total else 0,
        "this_month": by_month.get(period.last, 0),
        "most": most and {"month": words.month(most), "people": by_month[most]},
        "sexes": presenting.sexes(sexes),
        "groups": presenting.groups(counts.along(kinds, 1)),
        "plan_groups": presenting.plan_groups(counts.along(kinds, 3)),
        "channels": presenting.channels(counts.along(kinds, 2)),
        "tiles": tiles(counts.along(counts.sums(rows, "province"), 0)),
        "chart": presenting.chart(by_month, period),
        "table": presenting.table(cells, form.cleaned_data["rows"], form.cleaned_data["columns"], period),
        "rows_word": dict(form.fields["rows"].choices)[form.cleaned_data["rows"]],
        "query": request.GET.urlencode(),
        "now": timezone.now(),
    }


@require_safe
@require_permission(Permission.WORK_REPORTS)
def download(request: HttpRequest) -> HttpResponse:
    """One line for each month, province, sex, groups and channel that has people; the same filters as the page."""
    months = counts.known_months()
    form = CountForm(request.GET, months) if months else None
    text = StringIO()
    writer = csv.writer(text)
    heads = (_("Month"), _("Province code"), _("Province"), _("Sex"), _("Group"), _("Group of the plan"))
    writer.writerow((*heads, _("How they came"), _("New members")))
    if form and form.is_valid():
        cells = counts.sums(counts.chosen(form.period, **form.filters), *counts.DIMENSIONS)
        writer.writerows(_line(key, people) for key, people in sorted(cells.items()))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="new-members-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def _line(key: tuple, people: int) -> list[str | int]:
    month, *values = key
    named = zip(counts.DIMENSIONS[1:], values, strict=True)
    cells = [f"{month:%Y-%m}", values[0], *(words.word(name, value) for name, value in named)]
    return [*(safe(cell) for cell in cells), people]


def safe(cell: str) -> str:
    """A spreadsheet must not take a text for a formula."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell
