"""The plain public pages: front page, help, your data, accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nssf_portal.ui.cards import cards, closed_ways


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", {"cards": cards(request)})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """What to do today, also for the ways that are not open online yet."""
    return render(request, "public/help.html", {"closed": closed_ways(cards(request))})


@login_not_required
@require_safe
def your_data(request: HttpRequest) -> HttpResponse:
    return render(request, "public/your_data.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")
