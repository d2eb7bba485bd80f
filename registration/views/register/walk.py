"""The way from the first answer to the last: one question a page, each kept at once, back at any time."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.law.limits import client_address, within_limit
from registration.enums import ApplicantPath, ApplicationKind, ApplicationState
from registration.forms.register.start import WhoForm
from registration.models import Application
from registration.services import applications
from registration.services.application_deciding import AlreadySent
from registration.steps import next_step, steps_of
from registration.views.register.access import KEY, actor, fresh, own, remember
from registration.views.register.arrival import begun, channel_of
from registration.views.register.frame import FOLDER, go, show
from registration.views.register.pages import PAGES
from registration.views.register.special import CERTIFICATE, SPECIAL

_ASK = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@_ASK
def start(request: HttpRequest) -> HttpResponse:
    """Who are you? The answer makes the draft, opening the page makes nothing."""
    if code := request.GET.get("certificate", "")[:40]:
        request.session[CERTIFICATE] = code
    form = WhoForm(request.POST or None, initial={"who": request.GET.get("who", "")}, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        return _begin(request, form.cleaned_data["who"], form.cleaned_data["submission_id"])
    drafts = unfinished_here(request)
    context = {"form": form, "page_name": "who", "step": 0, "steps": 0, "back_url": reverse("home"), "drafts": drafts}
    return render(request, f"{FOLDER}/start.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, who: str, submission: uuid.UUID) -> HttpResponse:
    if who == ApplicantPath.OWNER:
        return redirect("register:owner")
    if not within_limit("application.per_address", client_address(request), default=120):
        return render(request, f"{FOLDER}/too_many.html", {}, status=429)
    return go(begin(request, who, submission))


def begin(request: HttpRequest, path: str, submission: uuid.UUID) -> Application:
    """A draft of this browser; the same press twice is one draft."""
    kind = ApplicationKind.DEPENDANT if path == ApplicantPath.DEPENDANT else ApplicationKind.MEMBER
    application = applications.start(
        path=path,
        submission_id=submission,
        language=get_language() or "km",
        kind=kind,
        channel=channel_of(request),
        by=actor(request),
    )
    remember(request, application)
    begun(request, application)
    return application


def unfinished_here(request: HttpRequest) -> list[Application]:
    mine = Q(pk__in=request.session.get(KEY, []))
    if request.user.is_authenticated:
        mine |= Q(user=request.user)
    return list(Application.objects.filter(mine, state=ApplicationState.DRAFT)[:3])


@login_not_required
@never_cache
@require_safe
def resume(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Where the person left off."""
    return go(own(request, application_id))


@login_not_required
@never_cache
@_ASK
def step(request: HttpRequest, application_id: uuid.UUID, name: str) -> HttpResponse:
    """One page; pages that are not this application's, or not asked again, lead to the one that is."""
    application = own(request, application_id)
    if name not in PAGES and name not in SPECIAL:
        raise Http404
    if not application.can_be_edited or name not in steps_of(application) or _too_early(application, name):
        return go(application)
    try:
        return SPECIAL[name](request, application) if name in SPECIAL else _ask(request, application, name)
    except AlreadySent:
        return go(fresh(request, application))


def _ask(request: HttpRequest, application: Application, name: str) -> HttpResponse:
    page = PAGES[name]
    form = page.form(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial=page.initial(application),
        application=application,
    )
    if request.method == "POST" and form.is_valid():
        response = page.save(request, application, form)
        if form.is_valid():
            return response or go(fresh(request, application))
    return show(request, application, name, page.template, form=form, **page.context(application))


def _too_early(application: Application, name: str) -> bool:
    if application.state == ApplicationState.RETURNED:
        return False
    steps = steps_of(application)
    return steps.index(name) > steps.index(next_step(application))
