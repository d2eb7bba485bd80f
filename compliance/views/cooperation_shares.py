"""Shared lists: the chief shares and ends, partners see exactly the columns of their kind."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.enums import Party
from compliance.forms_cooperation import ShareForm
from compliance.models import ListShare, TargetList
from compliance.owing import party_name
from compliance.services import sharing
from compliance.services.refusing import Refused
from compliance.views.cooperation_page import SHARED, any_of, page
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui.acts import did

_PAGE = 25


@require_safe
@any_of(*SHARED)
def shared(request: HttpRequest) -> HttpResponse:
    """What is shared with the reader, and what the reader's office shares."""
    rows = ListShare.objects.visible_to(request.user).select_related("list__office", "institution")
    found = Paginator(rows.order_by("-shared_at", "id"), _PAGE).get_page(request.GET.get("page"))
    lists = []
    if request.user.has_permission(Permission.DECIDE_TARGETS):
        own = TargetList.objects.visible_to(request.user).select_related("office").order_by("-month", "office_id")
        lists = [listed for listed in own[:12] if sharing.may_share(request.user, listed)]
    context = {
        "page": found,
        "rows": [(row, party_name(row), sharing.runs(row)) for row in found.object_list],
        "lists": lists,
    }
    return page(request, "shared", context)


@require_safe
@any_of(*SHARED)
def share(request: HttpRequest, share_id: uuid.UUID) -> HttpResponse:
    """The columns of PartyField, no other; an ended share is not there any more."""
    found = _share(request, share_id)
    shown = sharing.columns(found)
    listed = Paginator(sharing.lines(found, request.user), _PAGE).get_page(request.GET.get("page"))
    context = {
        "share": found,
        "party": party_name(found),
        "columns": shown,
        "page": listed,
        "rows": sharing.rows(list(listed.object_list), shown, get_language() or "km"),
        "may_end": sharing.runs(found) and sharing.may_share(request.user, found.list),
        "unconfirmed": not all(column.confirmed for column in shown),
        "may_plan": found.party == Party.LABOUR and request.user.has_permission(Permission.READ_SHARED_LABOUR),
    }
    return page(request, "share", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DECIDE_TARGETS)
def new(request: HttpRequest, list_id: uuid.UUID) -> HttpResponse:
    """With whom, why, until when."""
    found = get_object_or_404(TargetList.objects.visible_to(request.user).select_related("office"), pk=list_id)
    if not sharing.may_share(request.user, found):
        raise Http404
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = sharing.share(found, by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            return redirect("cooperation:share", made.pk)
    return page(request, "share_new", {"form": form, "list": found}, status=422 if form.errors else 200)


@require_POST
@require_permission(Permission.DECIDE_TARGETS)
def end(request: HttpRequest, share_id: uuid.UUID) -> HttpResponse:
    found = _share(request, share_id)
    if not sharing.may_share(request.user, found.list):
        raise Http404
    did(request, lambda: sharing.end(found, by=request.user), _("The list is shared no more."))
    return redirect("cooperation:shared")


def _share(request: HttpRequest, share_id: uuid.UUID) -> ListShare:
    rows = ListShare.objects.visible_to(request.user).select_related("list__office", "institution")
    return get_object_or_404(rows, pk=share_id)
