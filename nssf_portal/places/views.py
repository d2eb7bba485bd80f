"""The lists behind the place picker: public facts, so no sign-in, and kept by browsers for a day."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from nssf_portal.places.enums import Level, level_of
from nssf_portal.places.fields import options_of


@login_not_required
@require_safe
@cache_control(public=True, max_age=86400)
def children(request: HttpRequest) -> HttpResponse:
    """The options below `?parent=` (provinces when it is empty), for a select."""
    parent = request.GET.get("parent", "")
    if parent and level_of(parent) not in (Level.PROVINCE, Level.DISTRICT):
        raise Http404
    return render(request, "places/options.html", {"options": options_of(parent), "chosen": ""})
