"""Rounds of requests to confirm data: an officer makes one, prints its letters, and sees who answered."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.enums import RequestState
from enterprises.forms_rounds import LookedIntoForm, RoundForm, wrong_words
from enterprises.models import ConfirmationRequest, ConfirmationRound
from enterprises.services import rounds
from enterprises.services.confirming import WORK_KIND
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import respond
from nssf_portal.places.names import place_name
from nssf_portal.work import services as work
from nssf_portal.work.enums import OPEN_STATES
from nssf_portal.work.models import WorkItem
from nssf_portal.workflow import NotPossible

_PAGE = 25
TAGS = {
    RequestState.READY: "none",
    RequestState.SENT: "progress",
    RequestState.OPENED: "progress",
    RequestState.CONFIRMED: "ok",
    RequestState.WRONG: "waits",
    RequestState.EXPIRED: "wrong",
    RequestState.CANCELLED: "none",
}


@require_safe
@require_permission(Permission.READ_REGISTRY)
def home(request: HttpRequest) -> HttpResponse:
    """The rounds of one's places, newest first."""
    seen = ConfirmationRound.objects.visible_to(request.user).select_related("by").order_by("-id")
    page = Paginator(seen, _PAGE).get_page(request.GET.get("page"))
    places = [(made, place_name(made.place_code)) for made in page.object_list]
    context = {"page": page, "rows": places, "may_load": request.user.has_permission(Permission.LOAD_REGISTRY)}
    return render(request, "enterprises/rounds/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.LOAD_REGISTRY)
def new(request: HttpRequest) -> HttpResponse:
    """First how many would be asked; nothing is made before the officer has seen that."""
    prefixes = request.user.place_prefixes(Permission.LOAD_REGISTRY)
    form = RoundForm(request.POST if request.method == "POST" else None, prefixes=prefixes)
    seen = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        seen = rounds.preview(given["place_code"], given["registered_before"])
        if request.POST.get("act") == "make" and (seen.asked or _made_before(given["submission_id"])):
            made = rounds.make_round(by=request.user, **given)
            messages.success(request, _("The round is made. Its letters are being written."))
            return redirect("rounds:round", made.pk)
    return render(request, "enterprises/rounds/new.html", {"form": form, "preview": seen})


def _made_before(submission_id: uuid.UUID) -> bool:
    return ConfirmationRound.objects.filter(submission_id=submission_id).exists()


@require_safe
@require_permission(Permission.READ_REGISTRY)
def one(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """How far a round is, and each enterprise in it."""
    made = _round(request, round_id)
    counts = rounds.progress(made)
    chosen = request.GET.get("state", "")
    asked = made.requests.select_related("enterprise").order_by("pk")
    asked = asked.filter(state=chosen) if chosen in RequestState.values else asked
    page = Paginator(asked, _PAGE).get_page(request.GET.get("page"))
    answered = counts["confirmed"] + counts["wrong"]
    context = {
        "round": made,
        "place": place_name(made.place_code),
        "page": page,
        "rows": [(row, TAGS[row.state], place_name(row.enterprise.commune_code)) for row in page.object_list],
        "states": [(state, label, counts[state]) for state, label in RequestState.choices if counts[state]],
        "chosen": chosen,
        "counts": counts,
        "answered": answered,
        "awaiting": counts["sent"] + counts["opened"],
        "preparing": rounds.is_preparing(made),
        "is_open": bool(counts["ready"] or counts["sent"] or counts["opened"]),
        "may_load": request.user.has_permission(Permission.LOAD_REGISTRY),
    }
    return render(request, "enterprises/rounds/round.html", context)


@require_POST
@require_permission(Permission.LOAD_REGISTRY)
def act(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """Posted, once more, cancelled, or letters made again."""
    made, wanted = _round(request, round_id, to_act=True), request.POST.get("act")
    acts = {"send": _send, "resend": _resend, "cancel": _cancel, "letters": _letters}
    if wanted not in acts:
        raise Http404
    acts[wanted](request, made)
    return redirect("rounds:round", made.pk)


def _send(request: HttpRequest, made: ConfirmationRound) -> None:
    count = rounds.send(made, by=request.user)
    _say(
        request,
        count,
        ngettext("%(count)s letter is noted as posted.", "%(count)s letters are noted as posted.", count),
    )


def _resend(request: HttpRequest, made: ConfirmationRound) -> None:
    count = rounds.resend(made, by=request.user)
    _say(
        request,
        count,
        ngettext("%(count)s new letter is being written.", "%(count)s new letters are being written.", count),
    )


def _cancel(request: HttpRequest, made: ConfirmationRound) -> None:
    count = rounds.cancel(made, by=request.user)
    _say(request, count, ngettext("%(count)s request is cancelled.", "%(count)s requests are cancelled.", count))


def _letters(request: HttpRequest, made: ConfirmationRound) -> None:
    asked = rounds.ask_again_for_letters(made, by=request.user)
    _say(request, int(asked), _("The letters are being written."))


def _say(request: HttpRequest, count: int, sentence: str) -> None:
    if count:
        messages.success(request, sentence % {"count": count} if "%(" in sentence else sentence)
    else:
        messages.info(request, _("Nothing changed: this was done before, or nobody is left to ask."))


@require_safe
@require_permission(Permission.LOAD_REGISTRY)
def letters(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """The PDF for the printer; the codes stand in it, so who fetches it is in the read log."""
    made = _round(request, round_id, to_act=True)
    if made.letters is None:
        raise Http404
    note_reading(made, by=request.user, screen="round.letters", revealed=True)
    return respond(made.letters, f"{made.reference}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_REGISTRY)
def asked(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """One request: what the enterprise answered, and, where the letter was wrong, what an officer found."""
    seen = ConfirmationRequest.objects.visible_to(request.user).select_related("round", "enterprise", "answered_by")
    found = get_object_or_404(seen, pk=request_id)
    item = WorkItem.objects.filter(kind=WORK_KIND, subject_id=found.pk).order_by("-id").first()
    may = bool(item and item.state in OPEN_STATES and request.user.has_permission(Permission.DECIDE_WORK))
    form = LookedIntoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and may and form.is_valid():
        return _looked_into(request, found, item, form)
    why, more = wrong_words(found.wrong_why)
    context: dict[str, Any] = {"asked": found, "tag": TAGS[found.state], "item": item, "form": form}
    context |= {"may_decide": may, "why": why, "more": more, "place": place_name(found.enterprise.commune_code)}
    return render(request, "enterprises/rounds/request.html", context)


def _looked_into(request: HttpRequest, found: ConfirmationRequest, item: Any, form: LookedIntoForm) -> HttpResponse:
    try:
        work.finish(item, decision="looked_into", reason=form.cleaned_data["note"], by=request.user)
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Your finding is saved."))
    return redirect("rounds:request", found.pk)


def _round(request: HttpRequest, round_id: uuid.UUID, *, to_act: bool = False) -> ConfirmationRound:
    """To act needs the permission where the round is, not somewhere else."""
    seen = ConfirmationRound.objects.visible_to(request.user).select_related("by", "letters")
    if to_act:
        seen = seen.filter(in_places(request.user, Permission.LOAD_REGISTRY, "place_code"))
    return get_object_or_404(seen, pk=round_id)
