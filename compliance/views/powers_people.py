"""Recommendations, one's own page with its ties, and inspectors' strength."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from compliance import forms_powers as forms
from compliance.enums import RecommendationState
from compliance.models import CaseFile, ConflictOfInterest, Recommendation
from compliance.perms import require_work
from compliance.powers import without_text
from compliance.services import conflicts, guidelines, recommendations
from compliance.strength import period, strength
from compliance.views.powers import ASK, FOLDER, READ, tell
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission

_A_PAGE = 25
TAGS = {RecommendationState.OPEN: "waits", RecommendationState.FOLLOWED: "ok", RecommendationState.DISMISSED: "none"}
PERIODS = (
    ("3", gettext_lazy("Last 3 months")),
    ("12", gettext_lazy("Last 12 months")),
    ("year", gettext_lazy("This year")),
)


@require_safe
@require_permission(Permission.READ_CASES)
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """Those of the cases one sees: open ones first asked for, or all that were decided."""
    decided = request.GET.get("decided") == "1"
    seen = Recommendation.objects.visible_to(request.user).select_related("case", "case__enterprise", "made_by")
    chosen = seen.exclude(state=RecommendationState.OPEN) if decided else seen.filter(state=RecommendationState.OPEN)
    page = Paginator(chosen.order_by("-made_at", "id"), _A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "decided": decided, "tags": TAGS, "tab": "recommendations"}
    return render(request, f"{FOLDER}/recommendations.html", context)


@ASK
@require_permission(Permission.WORK_CASES)
def recommend(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """What no text allows is recommended, with the reason."""
    case = get_object_or_404(CaseFile.objects.visible_to(request.user).select_related("enterprise"), pk=case_id)
    require_work(request.user, case)
    form = forms.RecommendForm(request.POST or None, acts=without_text(request.user))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = _("Your recommendation is written into the case.")
        tell(request, lambda: recommendations.recommend(case, by=request.user, **given), done)
        return redirect("powers:recommendations")
    context = {"form": form, "case": case, "tab": "recommendations"}
    return render(request, f"{FOLDER}/recommend.html", context, status=422 if form.errors else 200)


@ASK
@require_permission(Permission.READ_CASES)
def recommendation(request: HttpRequest, recommendation_id: uuid.UUID) -> HttpResponse:
    """Read it; whoever has the power, or the chief, follows it or says why not."""
    seen = Recommendation.objects.visible_to(request.user).select_related("case__enterprise", "made_by", "decided_by")
    found = get_object_or_404(seen, pk=recommendation_id)
    may = found.state == RecommendationState.OPEN and recommendations.may_decide_on(request.user, found)
    form = forms.DecideForm(request.POST or None)
    if request.method == "POST":
        if not may and found.state == RecommendationState.OPEN:
            raise PermissionDenied
        if form.is_valid():
            return _decided(request, found, form.cleaned_data)
    context = {"recommendation": found, "form": form if may else None, "tags": TAGS, "tab": "recommendations"}
    return render(request, f"{FOLDER}/recommendation.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, found: Recommendation, given: dict) -> HttpResponse:
    act = recommendations.follow if given["decision"] == "follow" else recommendations.dismiss
    tell(request, lambda: act(found, reason=given["reason"], by=request.user), _("Your decision is saved."))
    return redirect("powers:recommendation", found.pk)


@require_safe
@require_permission(READ)
def me(request: HttpRequest) -> HttpResponse:
    """One's own page: guidelines to read, ties declared, trainings."""
    context = {
        "to_read": guidelines.to_read(request.user),
        "ties": ConflictOfInterest.objects.visible_to(request.user).select_related("enterprise")[:50],
        "search": forms.TieSearchForm(),
        "tab": "me",
    }
    return render(request, f"{FOLDER}/me.html", context)


@require_POST
@require_permission(READ)
def tie_search(request: HttpRequest) -> HttpResponse:
    """Enterprises of one's own scope; the name travels in a POST, never in an address."""
    search = forms.TieSearchForm(request.POST)
    found = conflicts.find(request.user, search.cleaned_data["text"]) if search.is_valid() else None
    return _tie_page(request, search, found, forms.TieForm(), 200 if search.is_valid() else 422)


def _tie_page(request: HttpRequest, search, found, form, status: int) -> HttpResponse:
    context = {"search": search, "found": found, "form": form, "tab": "me"}
    return render(request, f"{FOLDER}/tie.html", context, status=status)


@require_POST
@require_permission(READ)
def tie_declare(request: HttpRequest) -> HttpResponse:
    """Declared: from now on nothing of that enterprise is seen or decided by this person."""
    form = forms.TieForm(request.POST)
    reach, valid = conflicts.within_reach(request.user), form.is_valid()
    given = form.cleaned_data
    if not valid:
        found = list(reach.filter(pk=given["enterprise"])) if "enterprise" in given else []
        return _tie_page(request, forms.TieSearchForm(), found, form, 422)
    target = get_object_or_404(reach, pk=given.pop("enterprise"))
    conflicts.declare(user=request.user, enterprise=target, **given)
    messages.success(request, _("Declared. You see and decide nothing of its cases from now on."))
    return redirect("powers:me")


@require_POST
@require_permission(READ)
def tie_end(request: HttpRequest, conflict_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(ConflictOfInterest.objects.visible_to(request.user), pk=conflict_id)
    tell(request, lambda: conflicts.end(found, by=request.user), _("The tie is ended."))
    return redirect("powers:me")


@require_safe
@require_permission(Permission.WORK_CASES)
def strength_page(request: HttpRequest) -> HttpResponse:
    """Caseload, visits, outcomes and time to settle; in order of names, compared with nobody."""
    chosen = request.GET.get("period", "3")
    chosen = chosen if chosen in dict(PERIODS) else "3"
    since, until = period(chosen)
    found = strength(request.user, since, until)
    context = {
        "strength": found,
        "open": sum(one.open for one in found.offices or found.inspectors),
        "periods": PERIODS,
        "chosen": chosen,
        "is_chief": request.user.has_permission(Permission.DECIDE_CASES),
        "tab": "strength",
    }
    return render(request, f"{FOLDER}/strength.html", context)
