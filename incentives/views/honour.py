"""The public roll of honour: name, category, year and province of who agreed; nothing else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incentives.models import Award
from nssf_portal.places.names import name_of

_PAGE = 50


@login_not_required
@require_safe
def roll(request: HttpRequest) -> HttpResponse:
    """Winners by year, the newest first."""
    honoured = Award.objects.honoured()
    years = list(honoured.order_by("-cycle__year").values_list("cycle__year", flat=True).distinct())
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else None
    rows = honoured.filter(cycle__year=year) if year else honoured
    rows = rows.select_related("cycle", "category", "enterprise")
    page = Paginator(rows.order_by("-cycle__year", "category__order", "category_id", "rank", "id"), _PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {"page": shown, "rows": [_row(one) for one in shown], "years": years, "year": year}
    return render(request, "incentives/honour/roll.html", context)


def _row(one: Award) -> dict[str, Any]:
    return {"one": one, "province": name_of(one.enterprise.commune_code[:2])}
