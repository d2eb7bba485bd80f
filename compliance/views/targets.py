"""Target lists as inspectors read them and chiefs decide about them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance import target_rows
from compliance.enums import ListState, Treatment
from compliance.forms_targets import BuildForm, DecideForm, coming_months
from compliance.models import TargetLine, TargetList
from compliance.services import building_jobs, lines, nudging
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.workflow import NotPossible

_PAGE = 25
LIST_TAGS = {ListState.DRAFT: "waits", ListState.SETTLED: "ok", ListState.CLOSED: "none"}
TAB_WORDS = {
    "chosen": gettext_lazy("Chosen"),
    "next": gettext_lazy("Next in line"),
    "aside": gettext_lazy("Set aside"),
    "complied": gettext_lazy("Complied by itself"),
}


@require_safe
@require_permission(Permission.READ_TARGETS)
def home(request: HttpRequest) -> HttpResponse:
    """The lists of one's places, newest month first, and the way to a new one."""
    return render(request, "compliance/targets/home.html", _home_context(request, None))


def _home_context(request: HttpRequest, form: BuildForm | None) -> dict[str, Any]:
    seen = TargetList.objects.visible_to(request.user).select_related("office")
    chosen = Count("lines", filter=~Q(lines__chosen_by="next"))
    hits = Count("lines", filter=Q(lines__hit=True))
    known = Count("lines", filter=Q(lines__hit__isnull=False))
    seen = seen.annotate(chosen=chosen, hits=hits, known=known).order_by("-month", "office__code", "pk")
    page = Paginator(seen, _PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "rows": [_list_row(listed) for listed in page.object_list]}
    if request.user.has_permission(Permission.DECIDE_TARGETS):
        offices = offices_of(request.user)
        context["form"] = form or BuildForm(offices=offices)
        context["jobs"] = building_jobs.open_jobs(offices, coming_months())
    return context


def _list_row(listed: TargetList) -> dict[str, Any]:
    return {
        "list": listed,
        "month": target_rows.month_words(listed.month),
        "tag": LIST_TAGS[ListState(listed.state)],
    }


def offices_of(user: User) -> QuerySet[Office]:
    """The Fund's offices for which this person builds lists."""
    prefixes = user.place_prefixes(Permission.DECIDE_TARGETS)
    ours = Office.objects.filter(tree=Office.Tree.NSSF).order_by("code")
    if "" in prefixes:
        return ours
    within = Q(pk__in=[])
    for prefix in prefixes:
        within |= Q(code__startswith=prefix)
    return ours.filter(within)


@require_POST
@require_permission(Permission.DECIDE_TARGETS)
def build(request: HttpRequest) -> HttpResponse:
    """One list for an office and a month; made again while it is a draft, it keeps what was decided."""
    form = BuildForm(request.POST, offices=offices_of(request.user))
    if not form.is_valid():
        return render(request, "compliance/targets/home.html", _home_context(request, form))
    given = form.cleaned_data
    there = TargetList.objects.filter(office=given["office"], month=given["month"]).first()
    if there and there.state != ListState.DRAFT:
        messages.info(request, _("The list of this office and month is decided already."))
        return redirect("targets:list", there.pk)
    building_jobs.ask(by=request.user, **given)
    messages.success(request, _("The list is being made. You may close this page; nothing is lost."))
    return redirect("targets:home")


@require_safe
@require_permission(Permission.READ_TARGETS)
def one(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """One list: the finding, its figures, and each enterprise with the reasons for it."""
    return render(request, "compliance/targets/list.html", _list_context(request, get_list(request, list_id)))


def _list_context(request: HttpRequest, listed: TargetList, form: DecideForm | None = None) -> dict[str, Any]:
    seen = TargetLine.objects.visible_to(request.user).filter(list=listed)
    counted = target_rows.figures(seen)
    shown = request.GET.get("show", "chosen")
    shown = shown if shown in target_rows.SHOWN else "chosen"
    page = Paginator(lines_of(seen, shown), _PAGE).get_page(request.GET.get("page"))
    decides = may_decide(request.user, listed)
    return {
        "list": listed,
        "month": target_rows.month_words(listed.month),
        "tag": LIST_TAGS[ListState(listed.state)],
        "figures": counted,
        "shown": shown,
        "tabs": _tabs(counted, shown),
        "page": page,
        "rows": target_rows.rows_of(page.object_list, request.user),
        "may_decide": decides and listed.state != ListState.CLOSED,
        "may_work": request.user.has_permission(Permission.WORK_CASES),
        "treatments": Treatment.choices,
        "form": form,
    }


def _tabs(counted: dict[str, int], shown: str) -> list[dict[str, Any]]:
    """The three of every list, and who complied when there are any."""
    return [
        {"key": key, "word": TAB_WORDS[key], "count": counted[key], "current": key == shown}
        for key in target_rows.SHOWN
        if key != "complied" or counted[key] or shown == key
    ]


def lines_of(seen: QuerySet[TargetLine], shown: str) -> QuerySet[TargetLine]:
    """The lines of a tab with what their rows need."""
    found = target_rows.tab(target_rows.with_facts(seen), shown)
    return found.select_related("enterprise").prefetch_related("reasons").order_by("rank", "pk")


def get_list(request: HttpRequest, list_id: uuid.UUID) -> TargetList:
    """A list of one's places, or 404."""
    seen = TargetList.objects.visible_to(request.user).select_related("office", "settled_by")
    return get_object_or_404(seen, pk=list_id)


def may_decide(user: User, listed: TargetList) -> bool:
    """Holds the permission where the list is, not somewhere else."""
    return any(listed.place_code.startswith(prefix) for prefix in user.place_prefixes(Permission.DECIDE_TARGETS))


@require_safe
@require_permission(Permission.READ_TARGETS)
def printed(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """What was chosen, all of it on one page for the printer."""
    listed = get_list(request, list_id)
    seen = TargetLine.objects.visible_to(request.user).filter(list=listed)
    found = list(lines_of(seen, "chosen"))
    context = {
        "list": listed,
        "month": target_rows.month_words(listed.month),
        "rows": target_rows.rows_of(found, request.user),
    }
    return render(request, "compliance/targets/print.html", context)


@require_POST
@require_permission(Permission.DECIDE_TARGETS)
def decide(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """The ticked lines at once."""
    listed = _to_decide(request, list_id)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return render(request, "compliance/targets/list.html", _list_context(request, listed, form))
    ticked = _ticked(request, listed)
    given = form.cleaned_data
    if given["act"] == "nudge":
        count = nudging.nudge(ticked, by=request.user)
    else:
        count = lines.decide_many(
            ticked, given["act"], by=request.user, treatment=given["treatment"], reason=given["reason"]
        )
    _say(request, count)
    return redirect("targets:list", listed.pk)


def _ticked(request: HttpRequest, listed: TargetList) -> QuerySet[TargetLine]:
    """What was ticked and this person may decide; anything else in the form is passed over."""
    asked = [pk for pk in map(_uuid, request.POST.getlist("lines")) if pk]
    seen = TargetLine.objects.visible_to(request.user).filter(list=listed, pk__in=asked)
    nudging.note_complied(seen)
    return seen.filter(in_places(request.user, Permission.DECIDE_TARGETS, "commune_code"))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _say(request: HttpRequest, count: int) -> None:
    if count:
        said = ngettext("%(count)s line is decided.", "%(count)s lines are decided.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Nothing changed: nothing was ticked, or it was decided before."))


@require_POST
@require_permission(Permission.DECIDE_TARGETS)
def settle(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """The list is decided as it stands."""
    listed = _to_decide(request, list_id)
    nudging.note_complied(TargetLine.objects.filter(list=listed))
    try:
        lines.settle(listed, by=request.user)
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The list is decided. Inspectors can open cases from it."))
    return redirect("targets:list", listed.pk)


@require_POST
@require_permission(Permission.DECIDE_TARGETS)
def send_letters(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """Letters for all accepted lines that are to get one first."""
    listed = _to_decide(request, list_id)
    seen = TargetLine.objects.visible_to(request.user).filter(list=listed, treatment=Treatment.NUDGE)
    count = nudging.nudge(seen, by=request.user)
    if count:
        said = ngettext("%(count)s letter is being written.", "%(count)s letters are being written.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("No letter is left to send."))
    return redirect("targets:list", listed.pk)


def _to_decide(request: HttpRequest, list_id: uuid.UUID) -> TargetList:
    seen = TargetList.objects.visible_to(request.user).select_related("office", "settled_by")
    return get_object_or_404(seen.filter(in_places(request.user, Permission.DECIDE_TARGETS, "place_code")), pk=list_id)
