"""An officer's page of a claim: evidence left, checks and decision right; a second person for a refusal."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from enterprises import forms
from enterprises.enums import ClaimState, Outcome
from enterprises.models import Claim
from enterprises.provenance import LABELS, by_trust, shown
from enterprises.services import deciding
from enterprises.services.claims import represented_by_others
from enterprises.why import document_words
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.identifiers.models import BlockExhausted
from nssf_portal.workflow import NotPossible

CHECKS = {
    "registry": gettext_lazy("The registries know the enterprise"),
    "person_named": gettext_lazy("A registry names this person"),
    "represented": gettext_lazy("Nobody else acts for the enterprise"),
    "identity": gettext_lazy("Identity document (Ministry of Interior)"),
}
TAGS = {Outcome.PASS: "ok", Outcome.FAIL: "wrong", Outcome.WARN: "waits", Outcome.UNAVAILABLE: "unknown"}


@require_permission(Permission.READ_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Look at a claim and decide it."""
    seen = Claim.objects.visible_to(request.user).exclude(state=ClaimState.DRAFT)
    found = get_object_or_404(
        seen.select_related("enterprise", "work_item", "work_item__first_by", "user"), pk=claim_id
    )
    second = found.state == ClaimState.REFUSAL_PROPOSED
    form = (forms.SecondDecisionForm if second else forms.DecisionForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(request, found, form.cleaned_data)
    note_reading(found, by=request.user, screen="claim")
    return render(request, "enterprises/clerk/claim.html", _context(request, found, form, second))


def _decide(request: HttpRequest, found: Claim, given: dict) -> HttpResponse:
    act: Callable[[], Claim] = {
        "approve": lambda: deciding.approve(found, by=request.user, reason=given["reason"]),
        "return": lambda: deciding.send_back(
            found, fields=given["fields_back"], why=given["reason"], by=request.user
        ),
        "refuse": lambda: deciding.propose_refusal(found, reason=given["reason"], by=request.user),
        "confirm": lambda: deciding.confirm_refusal(found, by=request.user),
        "reject": lambda: deciding.reject_refusal(found, reason=given["reason"], by=request.user),
    }[given["decision"]]  # fmt: skip
    try:
        act()
    except NotPossible as why:
        messages.error(request, str(why))
    except BlockExhausted:
        messages.error(request, _("There is no free enterprise number: the core system must reserve a new block."))
    else:
        messages.success(request, _("Your decision is saved."))
    return redirect("desk_claim", found.pk)


def _context(request: HttpRequest, found: Claim, form, second: bool) -> dict:
    checks = {check.code: check for check in found.checks.all()}
    item = found.work_item
    may_second = (
        second and request.user.has_permission(Permission.DECIDE_SECOND) and item.first_by_id != request.user.pk
    )
    may_first = found.state in (ClaimState.SUBMITTED, ClaimState.IN_REVIEW)
    may_first = may_first and request.user.has_permission(Permission.DECIDE_WORK) and found.user_id != request.user.pk
    return {
        "claim": found,
        "item": item,
        "form": form,
        "second": second,
        "may_decide": may_second or may_first,
        "checks": [(CHECKS[code], checks[code], TAGS[checks[code].outcome]) for code in CHECKS if code in checks],
        "rows": _rows(found),
        "documents": list(found.documents.select_related("upload")),
        "represented": represented_by_others(found),
        "words": document_words(found),
        "movements": list(item.movements.select_related("by").order_by("-id")) if item else [],
    }


def _rows(found: Claim) -> list[dict]:
    """What the person wrote beside what the registers hold."""
    records = by_trust(found.records.select_related("source"))
    own = found.enterprise
    rows = []
    for name, label in LABELS.items():
        column = "declared_workers" if name == "workers" else name
        typed = shown(name, getattr(found, name, ""))
        ours = shown(name, getattr(own, column, "")) if own else ""
        others = [(record.source.name, text) for record in records if (text := shown(name, getattr(record, column)))]
        if typed or ours or others:
            differs = bool(typed) and any(text != typed for _source, text in others)
            rows.append({"label": label, "typed": typed, "ours": ours, "others": others, "differs": differs})
    return rows
