"""/progress/: how far the plan is, for everybody; no session, nothing about a person."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from reporting.models import Plan
from reporting.periods import Period
from reporting.public import drawing, open_data, owing
from reporting.public.figures import FRESH, Standing, standing

_ANYWHERE = {"frame-ancestors": ["*"]}


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The curve, the provinces, what each institution owes and did."""
    now, plan = _now()
    if now is None:
        return render(request, "reporting/public/none.html", {"plan": plan})
    around = owing.newest(plan)
    context = _figures(now, plan) | {"around": around, "institutions": around.institutions}
    return render(request, "reporting/public/page.html", context)


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace(_ANYWHERE)
def embed(request: HttpRequest) -> HttpResponse:
    """The number and the curve alone, for pages of others; every site may frame it."""
    now, plan = _now()
    response = render(request, "reporting/public/embed.html", _figures(now, plan) if now else {"plan": plan})
    response.without_cookies = True
    return response


@login_not_required
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every row of the plan in words, with its institutions and what they said last."""
    plan = _now()[1]
    if plan is None:
        return render(request, "reporting/public/none.html", {"plan": None})
    around = owing.newest(plan)
    context = {"plan": plan, "around": around, "measures": owing.measures(plan, around)}
    return render(request, "reporting/public/measures.html", context)


@login_not_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What can be taken along, under which licence, and how to show the curve on one's own page."""
    now, plan = _now()
    address = request.build_absolute_uri(reverse("progress:embed"))
    context = {"now": now, "plan": plan, "licence": open_data.licence(), "address": address}
    return render(request, "reporting/public/data.html", context)


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A file for everybody: programmes of other sites may read it, and say under which licence it is."""

    def answered(request: HttpRequest) -> HttpResponse:
        now, plan = _now()
        if now is None or plan is None:
            raise Http404
        response = view(request, now, plan)
        response["Access-Control-Allow-Origin"] = "*"
        response.without_cookies = True
        response["Link"] = f'<{open_data.licence()["url"]}>; rel="license"'
        return response

    return login_not_required(require_safe(cache_control(public=True, max_age=FRESH)(answered)))


@_open
def json_file(_request: HttpRequest, now: Standing, plan: Plan) -> HttpResponse:
    """Everything in one document."""
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(open_data.everything(plan, now), json_dumps_params=options)


@_open
def figures_csv(_request: HttpRequest, now: Standing, _plan: Plan) -> HttpResponse:
    return _csv("figures", open_data.FIGURES, open_data.figures(now))


@_open
def curve_csv(_request: HttpRequest, now: Standing, _plan: Plan) -> HttpResponse:
    return _csv("curve", open_data.CURVE, open_data.curve(now))


@_open
def institutions_csv(_request: HttpRequest, _now: Standing, plan: Plan) -> HttpResponse:
    return _csv("institutions", open_data.OWED, open_data.owed(plan))


def _csv(name: str, heads: tuple[str, ...], rows: list[dict[str, Any]]) -> HttpResponse:
    response = HttpResponse(open_data.as_csv(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="progress-{name}.csv"'
    return response


def _now() -> tuple[Standing | None, Plan | None]:
    now = standing()
    plan = Plan.objects.filter(code=now.plan).first() if now else Plan.objects.order_by("-starts_on").first()
    return now, plan


def _figures(now: Standing, plan: Plan | None) -> dict[str, Any]:
    """What both the page and the embedded one draw."""
    total, women = now.total.value, now.women.value
    return {
        "plan": plan,
        "now": now,
        "curve": drawing.curve(now),
        "tiles": drawing.tiles(now),
        "by_share": drawing.by_share(now),
        "provinces": [(one, drawing.name_of(one.code)) for one in now.provinces],
        "quarter": Period.parse(now.quarter).words,
        "women_percent": round(100 * women / total) if total and women is not None else None,
        "percent": round(100 * total / now.target, 1) if total is not None and now.target else None,
        "behind": now.behind if now.behind and now.behind > 0 else 0,
        "ahead": -now.behind if now.behind and now.behind < 0 else 0,
        "language": get_language(),
    }
