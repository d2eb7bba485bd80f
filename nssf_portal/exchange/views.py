"""The operator's screens: the exchange at a glance, its messages, and what one message came to (never its body)."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.exchange import contract_checks, watching
from nssf_portal.exchange.failures import kind_of
from nssf_portal.exchange.forms import DoubtForm, MessagesForm
from nssf_portal.exchange.models import Exchange
from nssf_portal.exchange.operator_models import ContractCheck, DoubtSettled
from nssf_portal.ids import uuid7
from nssf_portal.jobs.services import enqueue
from nssf_portal.ui.slots import NavItem

PAGE = 50
_operators = require_permission(Permission.MANAGE_EXCHANGE)


@require_safe
@_operators
def home(request: HttpRequest) -> HttpResponse:
    """One screen: what works, what does not, since when, and what to do."""
    found = watching.services()
    context = {
        "server": watching.security_server(),
        "services": found,
        "wrong": sum(one.mood == "late" for one in found),
        "doubts": watching.open_doubts(),
        "changed": [one.contract for one in found if one.contract and one.contract.needs_a_look],
    }
    return render(request, "exchange/home.html", context)


@require_safe
@_operators
def message_list(request: HttpRequest) -> HttpResponse:
    form = MessagesForm(request.GET)
    chosen = form.chosen()
    rows, more = form.page(PAGE)
    after = chosen.pop("after", None)
    context = {
        "form": form,
        "rows": [(row, _kind(row)) for row in rows],
        "count": watching.capped(form.found()),
        "filtered": bool(chosen),
        "next_url": _address(chosen | {"after": more}) if more else "",
        "first_url": _address(chosen) if after else "",
    }
    return render(request, "exchange/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_operators
def message(request: HttpRequest, xroad_id: uuid.UUID) -> HttpResponse:
    """What ties a message to the signed logs; a doubt about it is settled here, once."""
    rows = watching.message(xroad_id)
    if not rows:
        raise Http404
    settled = DoubtSettled.objects.select_related("by").filter(pk=xroad_id).first()
    form = DoubtForm(request.POST or None)
    if request.method == "POST":
        if settled or not watching.is_in_doubt(rows):
            messages.info(request, _("There is no open doubt about this message."))
            return redirect("exchange_desk:message", xroad_id)
        if form.is_valid():
            return _settle(request, xroad_id, form.cleaned_data)
    context = {
        "rows": [(row, _kind(row)) for row in rows],
        "first": rows[0],
        "last": rows[-1],
        "in_doubt": watching.is_in_doubt(rows) and not settled,
        "settled": settled,
        "form": form,
    }
    return render(request, "exchange/message.html", context)


def _settle(request: HttpRequest, xroad_id: uuid.UUID, said: dict[str, Any]) -> HttpResponse:
    DoubtSettled.objects.get_or_create(pk=xroad_id, defaults={**said, "by": request.user})
    messages.success(request, _("Noted. The message is no longer listed as in doubt."))
    return redirect("exchange_desk:home")


@require_POST
@_operators
def check_now(request: HttpRequest) -> HttpResponse:
    """The daily check of contracts, at once; a second press within the minute is the same check."""
    minute = timezone.now().strftime("%Y%m%d%H%M")
    key = f"{contract_checks.JOB}:{minute}"
    enqueue(kind=contract_checks.JOB, subject_id=uuid7(), dedup_key=key, by=request.user)
    messages.success(request, _("The partners are being asked. Open this page again in a minute."))
    return redirect("exchange_desk:home")


@require_POST
@_operators
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The new description is agreed from now on; somebody looked at it and our side can live with it."""
    with transaction.atomic():
        found = get_object_or_404(ContractCheck.objects.select_for_update(of=("self",)), pk=pk, result="changed")
        if found.accepted_at is None:
            found.accepted_at, found.accepted_by = timezone.now(), request.user
            found.save(update_fields=["accepted_at", "accepted_by"])
    messages.success(request, _("From now on this description is the agreed one."))
    return redirect("exchange_desk:home")


def _kind(row: Exchange) -> Any:
    return kind_of(row.fault_type, row.outcome) if row.fault_type or row.outcome in ("refused", "failed") else None


def _address(query: dict[str, Any]) -> str:
    made = QueryDict(mutable=True)
    made.update({name: str(value) for name, value in query.items()})
    return "?" + made.urlencode()


def nav_item(request: HttpRequest, _obj: Any) -> NavItem:
    url = reverse("exchange_desk:home")
    return NavItem(_("Data exchange"), url, active=request.path.startswith(url))
