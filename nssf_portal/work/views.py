"""The clerks' queue: what waits where one works, taking an item, putting it back, giving it away."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.work import many, services
from nssf_portal.work import queue as listing
from nssf_portal.work.enums import WorkState
from nssf_portal.work.forms import QueueForm, ReassignForm, address
from nssf_portal.work.kinds import all_kinds
from nssf_portal.work.models import SavedView, WorkItem
from nssf_portal.workflow import NotPossible


@require_safe
@require_permission(Permission.READ_WORK)
def queue(request: HttpRequest) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    form = QueueForm(request.GET, user=user)
    chosen = form.chosen()
    show = chosen.setdefault("show", "all")
    scope = WorkItem.objects.visible_to(user).open()
    page, after = listing.page_of(
        listing.filtered(listing.shown(scope, show, user, today), chosen), request.GET.get("after", "")
    )
    views, by_kind = _chips(request, scope, chosen, today)
    context = {
        "form": form,
        "rows": [listing.row_of(item, user, today) for item in page],
        "views": views,
        "by_kind": by_kind,
        "filtered": bool(chosen.keys() - {"show"}),
        "next_url": address(chosen | {"after": after}) if after else "",
        "first_url": address(chosen) if request.GET.get("after") else "",
        "may_decide": user.has_permission(Permission.DECIDE_WORK),
        "colleagues": many.colleagues(user),
        "saved": _saved(request, chosen),
        "query": address(chosen),
        "now": timezone.now(),
    }
    return render(request, "work/queue.html", context)


def _chips(request: HttpRequest, scope, chosen: dict, today) -> tuple[list[dict], list[dict]]:
    """Saved views and kinds, each with its count; all counted in one query."""
    views = {name: listing.shown(scope, name, request.user, today) for name in listing.SHOWS}
    by_kind = {f"kind:{kind.code}": scope.filter(kind=kind.code) for kind in all_kinds()}
    counts = listing.capped_counts(views | by_kind)
    kind = chosen.get("kind", "")
    saved = [
        _chip(word, {"show": name}, counts[name], name == chosen["show"] and not kind)
        for name, word in listing.SHOWS.items()
    ]
    kinds = [
        _chip(k.name, {"kind": k.code}, counts[f"kind:{k.code}"], k.code == kind)
        for k in all_kinds()
        if counts[f"kind:{k.code}"] or k.code == kind
    ]
    return saved, kinds


def _saved(request: HttpRequest, chosen: dict) -> list[dict]:
    """The views this person keeps; no counts: they may hold any filter."""
    here = address(chosen)
    views = SavedView.objects.filter(user=request.user)
    return [{"view": view, "current": view.query == here} for view in views]


def _chip(word: object, query: dict, count: int, current: bool) -> dict:
    return {"word": word, "url": address(query), "count": listing.capped(count), "current": current}


@require_POST
@require_permission(Permission.DECIDE_WORK)
def claim_next(request: HttpRequest) -> HttpResponse:
    """The oldest item nobody has; two clerks who press at once get two items."""
    item = services.claim_next(by=request.user, kind=request.POST.get("kind", ""))
    if item is None:
        messages.info(request, _("Nothing waits for an officer here."))
        return redirect("desk:queue")
    return _to(item)


@require_POST
@require_permission(Permission.DECIDE_WORK)
def claim(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    return _act(request, item_id, services.claim)


@require_POST
@require_permission(Permission.DECIDE_WORK)
def release(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    return _act(request, item_id, services.release)


@require_POST
@require_permission(Permission.ASSIGN_WORK)
def reassign(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    item = _item(request, item_id)
    form = ReassignForm(request.POST, item=item)
    if not form.is_valid():
        messages.error(request, _("Choose a colleague who works on this place."))
        return _to(item)
    return _act(request, item_id, services.reassign, to=form.cleaned_data["to"])


def _item(request: HttpRequest, item_id: uuid.UUID) -> WorkItem:
    return get_object_or_404(WorkItem.objects.visible_to(request.user), pk=item_id)


def _act(request: HttpRequest, item_id: uuid.UUID, act: Callable, **words) -> HttpResponse:
    item = _item(request, item_id)
    if act is services.release and item.state == WorkState.CLAIMED and item.claimed_by_id != request.user.pk:
        messages.error(request, _("A colleague works on this one."))
        return _to(item)
    try:
        act(item, by=request.user, **words)
    except NotPossible as told:
        messages.error(request, str(told))
    return _to(item)


def _to(item: WorkItem) -> HttpResponse:
    return redirect(listing.url_of(item) or "desk:queue")
