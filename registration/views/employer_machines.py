"""The owner's pages of the programmes that act for the enterprise: connect, new secret, revoke, webhooks."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Enterprise
from enterprises.perms import can_invite
from nssf_portal.api import clients, webhooks
from nssf_portal.api.guard import AddressRefused
from nssf_portal.api.models import ApiClient, WebhookDelivery, WebhookEndpoint
from nssf_portal.api.models.client import ClientKind
from nssf_portal.api.scopes import scopes_for
from nssf_portal.api.views.webhooks import refused_words
from registration.api.connecting import connect, disconnect
from registration.forms.machines import MachineForm, WebhookForm
from registration.views.roster_scope import enterprise_for

_FOLDER = "registration/machines"
_SECRET = "api_secret_shown_once"  # noqa: S105  a session key; the session is encrypted
_DELIVERIES = 10
_TOLD = "webhooks.manage"


@never_cache
@require_http_methods(["GET", "POST"])
def machine_list(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Who is connected, and one more."""
    enterprise = _owned(request, enterprise_id)
    form = MachineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _connect(request, enterprise, form)
        if answer:
            return answer
    found = ApiClient.objects.of_owner(enterprise.pk).select_related("created_by").order_by("-active", "-id")
    context = {"enterprise": enterprise, "form": form, "clients": list(found[:100])}
    return render(request, f"{_FOLDER}/list.html", context, status=422 if form.errors else 200)


def _connect(request: HttpRequest, enterprise: Enterprise, form: MachineForm) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        made = connect(enterprise=enterprise, by=request.user, **given)
    except clients.MadeAlready:
        messages.info(
            request, _("This programme was connected already. If you did not keep its secret, make a new one.")
        )
        return redirect("machines:list", enterprise.pk)
    except clients.ClientRefused as refused:
        form.add_error(None, refused)
        return None
    return _show_secret(request, made, enterprise)


def _show_secret(request: HttpRequest, made: clients.WithSecret, enterprise: Enterprise) -> HttpResponse:
    request.session[_SECRET] = {"client": str(made.client.pk), "secret": made.secret}
    return redirect("machines:machine", enterprise.pk, made.client.pk)


@never_cache
@require_safe
def machine(request: HttpRequest, enterprise_id: uuid.UUID, client_id: uuid.UUID) -> HttpResponse:
    """One programme: its id, what it may do, its webhooks; its secret once, right after it was made."""
    enterprise = _owned(request, enterprise_id)
    return _page(request, enterprise, _client(enterprise, client_id), WebhookForm())


def _page(request: HttpRequest, enterprise: Enterprise, client: ApiClient, form: WebhookForm) -> HttpResponse:
    endpoints = list(WebhookEndpoint.objects.filter(client=client).exclude(disabled_why="deleted"))
    sent = WebhookDelivery.objects.filter(endpoint__client=client).select_related("endpoint")
    context = {
        "enterprise": enterprise,
        "client": client,
        "may": [scope for scope in scopes_for(ClientKind.EMPLOYER) if scope.code in client.scopes],
        "once": _once(request, client),
        "endpoints": endpoints,
        "deliveries": list(sent[:_DELIVERIES]),
        "form": form,
    }
    return render(request, f"{_FOLDER}/machine.html", context, status=422 if form.errors else 200)


def _once(request: HttpRequest, client: ApiClient) -> dict[str, str] | None:
    """What may be seen this once: taken out of the session as it is shown."""
    if request.session.get(_SECRET, {}).get("client") != str(client.pk):
        return None
    return request.session.pop(_SECRET)


@require_POST
def rotate(request: HttpRequest, enterprise_id: uuid.UUID, client_id: uuid.UUID) -> HttpResponse:
    """A new secret; what uses the old one stops at once."""
    enterprise = _owned(request, enterprise_id)
    client = _living(enterprise, client_id)
    return _show_secret(request, clients.rotate_secret(client=client, by=request.user), enterprise)


@require_POST
def revoke(request: HttpRequest, enterprise_id: uuid.UUID, client_id: uuid.UUID) -> HttpResponse:
    enterprise = _owned(request, enterprise_id)
    if disconnect(client=_client(enterprise, client_id), by=request.user):
        messages.success(request, _("The programme no longer acts for the enterprise."))
    else:
        messages.info(request, _("This programme was revoked before."))
    return redirect("machines:list", enterprise.pk)


@require_POST
def webhook_add(request: HttpRequest, enterprise_id: uuid.UUID, client_id: uuid.UUID) -> HttpResponse:
    """Where the programme wants to be told; the secret for the signatures is shown this once."""
    enterprise = _owned(request, enterprise_id)
    client, form = _living(enterprise, client_id), WebhookForm(request.POST)
    if _TOLD not in client.scopes:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, enterprise, client, form)
    has_room, given = webhooks.has_room(client), form.cleaned_data
    if WebhookEndpoint.objects.active().filter(client=client, url=given["url"]).exists():  # also the form sent twice
        messages.info(request, _("This address is told already. Delete it first to choose anew."))
        return redirect("machines:machine", enterprise.pk, client.pk)
    if not has_room:
        form.add_error(None, _("So many webhooks are set up already. Delete one first."))
        return _page(request, enterprise, client, form)
    try:
        _endpoint, secret = webhooks.create_endpoint(
            client=client, url=given["url"], chosen=given["events"], by=request.user
        )
    except AddressRefused:
        form.add_error("url", refused_words())
        return _page(request, enterprise, client, form)
    request.session[_SECRET] = {"client": str(client.pk), "webhook": secret}
    return redirect("machines:machine", enterprise.pk, client.pk)


@require_POST
def webhook_end(
    request: HttpRequest, enterprise_id: uuid.UUID, client_id: uuid.UUID, webhook_id: uuid.UUID
) -> HttpResponse:
    enterprise = _owned(request, enterprise_id)
    client = _client(enterprise, client_id)
    endpoint = get_object_or_404(WebhookEndpoint, client=client, pk=webhook_id)
    webhooks.disable(endpoint, why="deleted", by=request.user)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(disabled_why="deleted")
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("machines:machine", enterprise.pk, client.pk)


def _owned(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    enterprise = enterprise_for(request, enterprise_id)
    if not can_invite(request.user, enterprise):
        raise PermissionDenied
    return enterprise


def _client(enterprise: Enterprise, client_id: uuid.UUID) -> ApiClient:
    return get_object_or_404(ApiClient.objects.of_owner(enterprise.pk).select_related("created_by"), pk=client_id)


def _living(enterprise: Enterprise, client_id: uuid.UUID) -> ApiClient:
    return get_object_or_404(ApiClient.objects.of_owner(enterprise.pk).active(), pk=client_id)
