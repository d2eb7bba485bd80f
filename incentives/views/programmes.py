"""Programmes as officers keep them: versions from a day, conditions, what institutions published."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.services.refusing import Refused
from incentives import forms_programmes as forms
from incentives.conditions import words
from incentives.enums import RequestState
from incentives.models import Programme
from incentives.models.scope import nationwide
from incentives.programme_history import events_of
from incentives.services import programmes
from incentives.views.employer_benefits import terms_of
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible

READ = Permission.READ_INCENTIVES
ASK = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "incentives/programmes"
_PAGE = 25


def may_keep(user: User) -> bool:
    """Programmes hold in the whole country: so must the grant."""
    return nationwide(user, Permission.WORK_INCENTIVES)


def keeps(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only whoever keeps programmes for the whole country; others are told that they may not (403)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_keep(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def tell(request: HttpRequest, act: Callable[[], Any], done: str) -> Any:
    """Do it and say so (what came of it, or True), or say why not."""
    try:
        made = act()
    except (Refused, NotPossible) as why:
        messages.error(request, str(why))
        return False
    messages.success(request, done)
    return made or True


def _shown(when: str) -> Q:
    today = timezone.localdate()
    return {
        "now": Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today)),
        "planned": Q(valid_from__gt=today),
        "ended": Q(valid_to__lt=today),
    }[when]


@require_safe
@require_permission(READ)
def home(request: HttpRequest) -> HttpResponse:
    """What is in force today, what begins later, what has ended; each with how often it was asked for."""
    words_of = {"now": _("In force"), "planned": _("Being prepared"), "ended": _("Ended")}
    chosen = request.GET.get("show", "now")
    chosen = chosen if chosen in words_of else "now"
    counts = Programme.objects.order_by().aggregate(**{key: Count("pk", filter=_shown(key)) for key in words_of})
    page = Paginator(_counted(Programme.objects.filter(_shown(chosen))), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shown": chosen,
        "chips": [(key, word, counts[key]) for key, word in words_of.items()],
        "counts": counts,
        "may_keep": may_keep(request.user),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _counted(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    asked = Count("requests", distinct=True)
    taken = Count("requests", filter=Q(requests__state=RequestState.TAKEN_UP), distinct=True)
    rows = rows.select_related("institution").annotate(asked=asked, taken=taken)
    return rows.annotate(needs=Count("conditions", distinct=True)).order_by("order", "code", "-valid_from")


def get_programme(programme_id: uuid.UUID) -> Programme:
    return get_object_or_404(Programme.objects.select_related("institution"), pk=programme_id)


@require_safe
@require_permission(READ)
def programme(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """One version: its words, conditions and terms, its money, the other versions, and who changed what."""
    return programme_page(request, get_programme(programme_id))


def programme_page(request: HttpRequest, found: Programme, status: int = 200, **given: Any) -> HttpResponse:
    """`given`: a form that came back with errors, by its name in the template."""
    today, planned = timezone.localdate(), programmes.is_planned(found)
    used = programmes.budget_used(found)
    versions = programmes.versions_of(found)
    keeps_it = may_keep(request.user)
    context = {
        "programme": found,
        "planned": planned,
        "in_force": programmes.is_in_force(found),
        "conditions": [(one, words(one)) for one in found.conditions.all()],
        "versions": versions,
        "next_planned": versions[0] if programmes.is_planned(versions[0]) and not planned else None,
        "used": used,
        "untold": programmes.amounts_untold(found),
        "left": None if found.budget is None else found.budget - used,
        "asked": found.requests.count(),
        "events": events_of(found),
        "may_keep": keeps_it,
        "may_edit": keeps_it and planned,
        "change_form": forms.ChangeForm(prefix="change"),
        "end_form": forms.EndForm(prefix="end"),
        "confirm_form": forms.ConfirmForm(prefix="confirm", initial={"text": found.legal_ground}),
        **terms_of(found, today),
        **given,
    }
    return render(request, f"{FOLDER}/programme.html", context, status=status)


@ASK
@keeps
def new(request: HttpRequest) -> HttpResponse:
    """The first version of a programme, from a day to come."""
    form = forms.ProgrammeForm(request.POST or None, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        done = _("Entered. Add its conditions before it is in force.")
        if made := tell(request, lambda: programmes.create(by=request.user, **form.cleaned_data), done):
            return redirect("programmes:programme", made.pk)
    return render(request, f"{FOLDER}/edit.html", {"form": form}, status=422 if form.errors else 200)


@ASK
@keeps
def edit(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """A version that is not in force yet."""
    found = get_programme(programme_id)
    if not programmes.is_planned(found):
        messages.info(request, _("What is in force does not change. Make a new version from a day to come."))
        return redirect("programmes:programme", found.pk)
    name = found.name
    form = forms.ProgrammeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        if tell(request, lambda: programmes.write(found, by=request.user, **form.cleaned_data), _("Saved.")):
            return redirect("programmes:programme", found.pk)
    context = {"form": form, "programme": found, "name": name}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)


@require_POST
@keeps
def change(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """The next version, begun with the words and conditions of this one."""
    found, form = get_programme(programme_id), forms.ChangeForm(request.POST, prefix="change")
    if not form.is_valid():
        return programme_page(request, found, 422, change_form=form)
    day = form.cleaned_data["valid_from"]
    done = _("This is the new version. Change what is to change before it is in force.")
    made = tell(request, lambda: programmes.change(found, valid_from=day, by=request.user), done)
    return redirect("programmes:programme", made.pk if made else found.pk)


@require_POST
@keeps
def end(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    found, form = get_programme(programme_id), forms.EndForm(request.POST, prefix="end")
    if not form.is_valid():
        return programme_page(request, found, 422, end_form=form)
    day = form.cleaned_data["on"]
    tell(request, lambda: programmes.end(found, on=day, by=request.user), _("The last day is set."))
    return redirect("programmes:programme", found.pk)


@require_POST
@keeps
def drop(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """A version that never came into force."""
    found = get_programme(programme_id)
    done = _("Dropped. What was in force before goes on.")
    result = tell(request, lambda: programmes.drop(found, by=request.user), done)
    if result is False:
        return redirect("programmes:programme", found.pk)
    return redirect("programmes:programme", result.pk) if isinstance(result, Programme) else redirect("programmes:list")


@require_POST
@keeps
def confirm(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """The text was read and gives the programme."""
    found, form = get_programme(programme_id), forms.ConfirmForm(request.POST, prefix="confirm")
    if not form.is_valid():
        return programme_page(request, found, 422, confirm_form=form)
    text = form.cleaned_data["text"]
    tell(request, lambda: programmes.confirm(found, legal_ground=text, by=request.user), _("Confirmed."))
    return redirect("programmes:programme", found.pk)
