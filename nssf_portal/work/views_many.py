"""Several items of the queue at once, and the views of it that a person keeps."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.work import many
from nssf_portal.work.forms import QueueForm, SavedViewForm
from nssf_portal.work.models import SavedView, WorkItem

VIEWS_MOST = 20


def _user(request: HttpRequest) -> User:
    """Signed in: every view here asks for a permission first."""
    return cast(User, request.user)


def _chosen(request: HttpRequest) -> list[WorkItem]:
    """The ticked items, of those one may see; nonsense is no item."""
    ids = []
    for text in request.POST.getlist("items")[: many.MOST]:
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    return list(WorkItem.objects.visible_to(_user(request)).open().filter(pk__in=ids).oldest_first())


def _back(request: HttpRequest) -> HttpResponse:
    """The queue as it was filtered."""
    query = QueueForm.query_of(request.POST.get("query", ""), _user(request))
    return redirect(reverse("desk:queue") + query)


@require_POST
@require_permission(Permission.ASSIGN_WORK)
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked items to one colleague."""
    items, able = _chosen(request), {str(person.pk): person for person in many.colleagues(_user(request))}
    to = able.get(request.POST.get("to", ""))
    if to is None or not items:
        messages.error(request, _("Tick what to give away, and choose a colleague."))
        return _back(request)
    results = many.assign(items, to=to, by=_user(request))
    if results.done:
        words = ngettext("%(n)s item given to %(name)s.", "%(n)s items given to %(name)s.", len(results.done))
        messages.success(request, words % {"n": len(results.done), "name": to})
    _say_left(request, results)
    return _back(request)


@require_POST
@require_permission(Permission.DECIDE_WORK)
def approve(request: HttpRequest) -> HttpResponse:
    """First the list of what would be approved and what not; with `confirmed`, each is approved by itself."""
    items = _chosen(request)
    if not items:
        messages.error(request, _("Tick what to approve."))
        return _back(request)
    if not request.POST.get("confirmed"):
        found = many.sort(items, _user(request))
        query = QueueForm.query_of(request.POST.get("query", ""), _user(request))
        return render(request, "work/approve_many.html", {"found": found, "query": query})
    results = many.approve(items, by=_user(request))
    if results.done:
        words = ngettext("%(n)s item approved: %(list)s", "%(n)s items approved: %(list)s", len(results.done))
        messages.success(request, words % {"n": len(results.done), "list": ", ".join(results.done)})
    _say_left(request, results)
    return _back(request)


def _say_left(request: HttpRequest, results: many.Results) -> None:
    for label, reason in results.left:
        messages.warning(request, _("%(item)s was left as it is: %(reason)s") % {"item": label, "reason": reason})


@require_POST
@require_permission(Permission.READ_WORK)
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name; the same name again replaces them."""
    form = SavedViewForm(request.POST)
    query = QueueForm.query_of(request.POST.get("query", ""), _user(request))
    user = _user(request)
    if not form.is_valid():
        messages.error(request, _("Give the view a name."))
    elif SavedView.objects.filter(user=user).exclude(name=form.cleaned_data["name"]).count() >= VIEWS_MOST:
        messages.error(request, _("You have many views already. Remove one first."))
    else:
        SavedView.objects.update_or_create(user=user, name=form.cleaned_data["name"], defaults={"query": query})
        messages.success(request, _("The view is kept."))
    return _back(request)


@require_POST
@require_permission(Permission.READ_WORK)
def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """One's own only."""
    get_object_or_404(SavedView, user=_user(request), pk=view_id).delete()
    messages.success(request, _("The view is removed."))
    return redirect("desk:queue")
