"""A partner's own pages: its activities, a proposal, a list of people; in counts only (`outreach.partner_view`)."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.documents.services import UploadRefused, respond_bytes
from nssf_portal.documents.types import TYPES, XLSX
from nssf_portal.law.limits import within_limit
from nssf_portal.reading.guard import UnreadableFile
from nssf_portal.workflow import NotPossible
from outreach import partner_view, presenting_activities, small_counts, venues
from outreach.enums import ActivityState as S
from outreach.forms_activities import language_names
from outreach.forms_partners import ListForm, ProposalForm
from outreach.list_files import make_table
from outreach.models import Activity
from outreach.services import listing, proposing

FOLDER = "outreach/partners"
_ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 25
_PROBLEMS = 500
JOIN = Permission.JOIN_OUTREACH
CHIPS = {
    "open": (gettext_lazy("To come"), (S.PLANNED, S.ANNOUNCED)),
    "proposed": (gettext_lazy("Proposed"), (S.PROPOSED,)),
    "held": (gettext_lazy("Took place"), (S.HELD, S.REPORTED, S.VERIFIED)),
    "over": (gettext_lazy("Not held"), (S.CANCELLED, S.DECLINED)),
}


@require_safe
@require_permission(JOIN)
def home(request: HttpRequest) -> HttpResponse:
    """The institution's activities by what they wait for, and its lists."""
    seen = partner_view.activities_of(request.user)
    counts = seen.order_by().aggregate(**{key: Count("pk", filter=Q(state__in=of)) for key, (_w, of) in CHIPS.items()})
    asked = request.GET.get("show", "")
    shown = asked if asked in CHIPS else next((key for key in CHIPS if counts[key]), "open")
    rows = seen.filter(state__in=CHIPS[shown][1]).select_related("type").order_by("-starts_at", "pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "chips": [(key, word, counts[key], key == shown) for key, (word, _of) in CHIPS.items()],
        "coming": counts["open"],
        "lists": partner_view.lists_of(request.user),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _row(activity: Activity) -> dict[str, Any]:
    return {
        "of": activity,
        "tag": (presenting_activities.tag_of(activity), activity.get_state_display()),
        "where": venues.where(activity),
        "next": partner_view.next_step(activity),
    }


@_ASK
@require_permission(JOIN)
def propose(request: HttpRequest) -> HttpResponse:
    """An activity that the institution would like to hold with the Fund."""
    form = ProposalForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.is_valid():
        made = _proposed(request, form)
        if made:
            messages.success(request, _("Your proposal is sent. The answer stands on this page."))
            return redirect("outreach_partners:activity", made.pk)
    return render(request, f"{FOLDER}/propose.html", {"form": form}, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, form: ProposalForm) -> Activity | None:
    submission = form.cleaned_data["submission_id"]
    try:
        return proposing.propose(by=request.user, submission_id=submission, **form.facts(), **form.times())
    except NotPossible as refused:
        form.add_error(None, str(refused))
    return None


def _activity(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    rows = partner_view.activities_of(request.user).select_related("type", "office")
    return get_object_or_404(rows, pk=activity_id)


@require_safe
@require_permission(JOIN)
def activity(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One activity as the partner sees it: what, when, how far, how many came, what changed."""
    found = _activity(request, activity_id)
    context = _row(found) | {
        "activity": found,
        "languages": language_names(found.languages),
        "map_url": venues.map_url(found),
        "people": partner_view.people_of(found),
        "lists": partner_view.lists_of(request.user, found),
        "takes_lists": listing.takes_lists(found),
        "said": partner_view.consultations_of(request.user, found),
        "events": partner_view.events_of(found),
        "least": small_counts.smallest(),
    }
    return render(request, f"{FOLDER}/activity.html", context)


@_ASK
@require_permission(JOIN)
def list_new(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Send a list, and see at once all that is wrong with which row; sent again it is the same list."""
    found = _activity(request, activity_id)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, outcome = ListForm(*given, institutions=partner_view.institutions_in(request.user, found)), None
    if request.method == "POST" and form.is_valid():
        outcome = _take(request, found, form)
        if outcome and outcome.received and not outcome.problems:
            return _taken(request, found, outcome)
    context = {
        "activity": found,
        "form": ListForm(institutions=partner_view.institutions_in(request.user, found)) if outcome else form,
        "outcome": outcome,
        "problems": outcome.problems[:_PROBLEMS] if outcome else [],
        "takes_lists": listing.takes_lists(found),
    }
    return render(request, f"{FOLDER}/list_new.html", context, status=422 if form.errors else 200)


def _taken(request: HttpRequest, found: Activity, outcome: listing.Outcome) -> HttpResponse:
    said = ngettext("%(n)s person is on the list.", "%(n)s people are on the list.", outcome.taken)
    messages.success(request, said % {"n": f"{outcome.taken:,}"})
    return redirect("outreach_partners:activity", found.pk)


def _take(request: HttpRequest, found: Activity, form: ListForm) -> listing.Outcome | None:
    given = form.cleaned_data
    if not within_limit("outreach.list_files.limit", str(request.user.pk), default=60):
        form.add_error(None, _("Too many lists came in this hour. Try again in an hour."))
        return None
    try:
        return listing.take_list(
            found,
            institution=given["institution"],
            file=given["file"],
            submission_id=given["submission_id"],
            by=request.user,
        )
    except UploadRefused as refused:
        form.add_error("file", refused)
    except UnreadableFile as refused:
        form.add_error("file", refused.message)
    except NotPossible as refused:
        form.add_error(None, str(refused))
    return None


@require_safe
@require_permission(JOIN)
def table(request: HttpRequest) -> HttpResponse:
    """The empty table for a list of people."""
    return respond_bytes(make_table(), "people.xlsx", TYPES[XLSX].media_type)
