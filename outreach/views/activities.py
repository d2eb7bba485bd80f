"""Activities: the list, planning one, its page, changing it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.khmer.cleaning import clean
from nssf_portal.places.names import place_name, province_choices
from nssf_portal.ui import slots
from nssf_portal.workflow import NotPossible
from outreach import costs, presenting_activities, sections, venues
from outreach.enums import ActivityState as S
from outreach.forms_activities import (
    EditForm,
    EvidenceForm,
    HeardForm,
    MoneyForm,
    PartnerForm,
    PlanForm,
    SpeakerForm,
    UseForm,
    language_names,
)
from outreach.models import Activity, ActivityType
from outreach.services import activities, series

FOLDER = "outreach/activities"
ASK = require_http_methods(["GET", "HEAD", "POST"])
_PAGE = 25
CHIPS = {
    "next": (gettext_lazy("To come"), (S.PLANNED, S.ANNOUNCED)),
    "proposed": (gettext_lazy("Proposed by partners"), (S.PROPOSED,)),
    "held": (gettext_lazy("Wait for a report"), (S.HELD,)),
    "reported": (gettext_lazy("Wait for the second person"), (S.REPORTED,)),
    "verified": (gettext_lazy("Verified"), (S.VERIFIED,)),
    "off": (gettext_lazy("Not held"), (S.CANCELLED, S.DECLINED)),
}
PARTS: dict[str, Any] = {
    "money_form": MoneyForm,
    "partner_form": PartnerForm,
    "speaker_form": SpeakerForm,
    "evidence_form": EvidenceForm,
    "use_form": UseForm,
    "heard_form": HeardForm,
}


def seen_one(request: HttpRequest, activity_id: uuid.UUID) -> Activity:
    """The activity, for officers of its place: a partner's sight of it opens no report and no sign-in sheet."""
    here = in_places(request.user, Permission.READ_OUTREACH, "place_code")
    rows = Activity.objects.visible_to(request.user).filter(here).select_related(
        "type", "series", "office", "proposed_for", "enterprise", "created_by", "decided_by", "announced_by", "held_by",
        "reported_by", "verified_by", "cancelled_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=activity_id)


@require_safe
@require_permission(Permission.READ_OUTREACH)
def activity_list(request: HttpRequest) -> HttpResponse:
    """All activities of one's places, by what they ask for now."""
    seen = _filtered(request, Activity.objects.visible_to(request.user))
    by_state = dict(seen.order_by().values_list("state").annotate(n=Count("pk", distinct=True)))
    counts = {key: sum(by_state.get(state, 0) for state in states) for key, (_word, states) in CHIPS.items()}
    shown = request.GET.get("show") if request.GET.get("show") in CHIPS else "next"
    rows = seen.filter(state__in=CHIPS[shown][1]).select_related("type")
    rows = rows.order_by("starts_at", "pk") if shown == "next" else rows.order_by("-starts_at", "pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page],
        "chips": [(key, word, counts[key], key == shown) for key, (word, _states) in CHIPS.items()],
        "shown": shown,
        "filters": _filters(request),
    }
    return render(request, f"{FOLDER}/list.html", context)


def _row(one: Activity) -> dict[str, Any]:
    return {"of": one, "tag": presenting_activities.tag_of(one), "place": place_name(one.place_code)}


def _filtered(request: HttpRequest, rows: QuerySet[Activity]) -> QuerySet[Activity]:
    given = {name: clean(request.GET.get(name, "")) for name in ("action", "province", "q")}
    if action := given["action"]:
        rows = rows.filter(type__action=action[:4])
    if province := given["province"]:
        rows = rows.filter(place_code__startswith=province[:2])
    if words := given["q"][:60]:
        rows = rows.filter(
            Q(name_km__icontains=words) | Q(name_en__icontains=words) | Q(reference__iexact=words)
            | Q(venue__icontains=words)
        )  # fmt: skip
    return rows


def _filters(request: HttpRequest) -> dict[str, Any]:
    rows = ActivityType.objects.order_by("action").values_list("action", flat=True).distinct()
    chosen = {name: request.GET.get(name, "") for name in ("action", "province", "q")}
    return {"actions": rows, "provinces": province_choices(), "any": any(chosen.values()), **chosen}


@ASK
@require_permission(Permission.WORK_OUTREACH)
def new(request: HttpRequest) -> HttpResponse:
    """Plan one activity."""
    form = PlanForm(request.POST or None, initial=_given(request))
    if request.method == "POST" and form.is_valid():
        facts = form.facts() | form.times()
        try:
            made = activities.plan(by=request.user, submission_id=form.cleaned_data["submission_id"], **facts)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("It is on the plan."))
            return redirect("outreach_activities:activity", made.pk)
    return render(request, f"{FOLDER}/form.html", {"form": form}, status=422 if form.errors else 200)


def _given(request: HttpRequest) -> dict[str, Any]:
    """The type and the commune that a link names; what is not known is asked for as ever."""
    found = ActivityType.objects.filter(code=clean(request.GET.get("type", ""))[:40]).first()
    place = request.GET.get("place", "")
    known = {"type": found.pk} if found else {}
    return known | ({"place_code": place} if len(place) == 6 and place.isdecimal() else {})


@ASK
@require_permission(Permission.WORK_OUTREACH)
def edit(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """Change it; of a series this one, or all that are to come."""
    one = seen_one(request, activity_id)
    form = EditForm(request.POST or None, of=one)
    if request.method == "POST" and form.is_valid():
        try:
            said = _changed(request, one, form)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, said)
            return redirect("outreach_activities:activity", one.pk)
    context = {"form": form, "one": one, "may": presenting_activities.may_do(one, request.user)}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, one: Activity, form: EditForm) -> str:
    given = form.cleaned_data
    if given.get("reach") == "all":
        times = {name: given[name] for name in ("starts", "ends")}
        count = series.change_to_come(one, by=request.user, **times, **form.facts())
        said = ngettext("%(count)s activity is changed.", "%(count)s activities are changed.", count)
        return said % {"count": count}
    activities.change(one, by=request.user, **form.facts(), **form.times())
    return _("Changed.")


@require_safe
@require_permission(Permission.READ_OUTREACH)
def activity(request: HttpRequest, activity_id: uuid.UUID) -> HttpResponse:
    """One activity: its next step, its facts, money, evidence, and the cards of the other parts."""
    return page_of(request, seen_one(request, activity_id))


def page_of(request: HttpRequest, one: Activity, status: int = 200, **bound: Any) -> HttpResponse:
    """The page, with the one form that has errors in it."""
    may = presenting_activities.may_do(one, request.user)
    context = {
        "one": one,
        "tag": presenting_activities.tag_of(one),
        "may": may,
        "next_step": presenting_activities.next_step(one, request.user),
        "where": venues.where(one),
        "map_url": venues.map_url(one),
        "languages": language_names(one.languages),
        "events": presenting_activities.events_of(one),
        "sheet": presenting_activities.sheet_of(one),
        "sections": list(slots.items(sections.SLOT, request, one)),
        **_money(one),
        **_parts(one),
        **{name: bound.get(name) or make() for name, make in PARTS.items()},
    }
    return render(request, f"{FOLDER}/activity.html", context, status=status)


def _money(one: Activity) -> dict[str, Any]:
    lines = list(one.money.filter(struck_at__isnull=True).select_related("source", "upload"))
    return {
        "lines": lines,
        "by_source": costs.by_source(one),
        "spent": sum(line.amount for line in lines if line.kind == "spent"),
        "planned": sum(line.amount for line in lines if line.kind == "planned"),
    }


def _parts(one: Activity) -> dict[str, Any]:
    return {
        "partners": one.partners.select_related("institution"),
        "speakers": one.speakers.all(),
        "materials": one.materials.select_related("version__material"),
        "evidence": one.evidence.filter(struck_at__isnull=True).select_related("upload", "added_by"),
        "consultations": one.consultations.select_related("institution"),
    }
