"""Whose application it is: the browser that began it, whoever proved its phone, the own sign-in, the helper."""

import uuid

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from nssf_portal.accounts.models import User
from registration.enums import ApplicationKind
from registration.models import Application

KEY = "register"
_MOST = 40


def remember(request: HttpRequest, *applications: Application) -> None:
    """The session, encrypted and of one browser, knows the ids; nothing of the person."""
    known = [*request.session.get(KEY, []), *(str(application.pk) for application in applications)]
    request.session[KEY] = list(dict.fromkeys(known))[-_MOST:]


def actor(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def own(request: HttpRequest, application_id: uuid.UUID) -> Application:
    """404 for everybody else, as if there were none. Corrections have their own pages."""
    mine = Q(pk__in=request.session.get(KEY, []))
    if request.user.is_authenticated:
        mine |= Q(user=request.user) | Q(helped_by=request.user)
    found = Application.objects.filter(mine).exclude(kind=ApplicationKind.CORRECTION)
    ready = found.select_related("enterprise", "work_item__office", "sponsor", "priority_group", "member")
    return get_object_or_404(ready.prefetch_related("numbers", "checks"), pk=application_id)


def fresh(request: HttpRequest, application: Application) -> Application:
    """Read anew after something was kept: numbers and checks were read before."""
    return own(request, application.pk)
