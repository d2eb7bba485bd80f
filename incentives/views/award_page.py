"""One award for officers: its votes, its decision, its papers, its withdrawal."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.standing import standing_on
from incentives import presenting_jury as presenting
from incentives.enums import AwardState
from incentives.forms_jury import ReasonForm
from incentives.models import Award, AwardVote
from incentives.presenting_awards import tabs
from incentives.ranking import ranked_of
from incentives.services import award_papers, deliberating, withdrawing
from incentives.views.award_lists import FOLDER, act
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import respond_issued

P = Permission
_RELATED = ("cycle", "category", "candidate__enterprise", "enterprise", "proposed_by", "decided_by")


def _seen(request: HttpRequest, award_id: uuid.UUID) -> Award:
    return get_object_or_404(Award.objects.looked_after_by(request.user).select_related(*_RELATED), pk=award_id)


@require_safe
@require_permission(P.READ_AWARDS)
def award(request: HttpRequest, award_id: uuid.UUID) -> HttpResponse:
    """Votes, decision, standing then and today, papers, withdrawal, and who must act."""
    return _page(request, _seen(request, award_id))


def _page(request: HttpRequest, found: Award, status: int = 200, **forms: Any) -> HttpResponse:
    note_reading(found.enterprise, by=request.user, screen="award")
    decides = request.user.has_permission(P.DECIDE_INCENTIVES)
    waits = found.state == AwardState.WITHDRAWAL_PROPOSED
    context = {
        "award": found,
        "cycle": found.cycle,
        "tabs": tabs(found.cycle, "committee"),
        "tag_of": presenting.award_tag(found),
        "ranked": ranked_of(found.cycle, found.candidate),
        "votes": _votes(found),
        "count": deliberating.count(found),
        "standing": standing_on(found.enterprise, timezone.localdate()),
        "why_not_decide": deliberating.why_not_decide(found, request.user),
        "may_decide": decides and found.state == AwardState.PROPOSED,
        "may_withdraw": request.user.has_permission(P.WORK_AWARDS) and found.state in ("decided", "given"),
        "waits": waits,
        "why_not_withdraw": withdrawing.why_not_decide(found, request.user) if waits else "",
        "may_settle": waits and decides,
        "papers": [(name, getattr(found, f"{name}_id")) for name in award_papers.FIELDS],
        "papers_missing": found.given_at and not all(getattr(found, f"{name}_id") for name in award_papers.FIELDS),
        "events": presenting.award_events(found),
        "reason_form": ReasonForm(),
    } | forms
    return render(request, f"{FOLDER}/award.html", context, status=status)


def _votes(found: Award) -> list[tuple[AwardVote, tuple[str, str]]]:
    """Each vote with its word; one that does not count says so."""
    counting = {vote.pk for vote in deliberating.counting(found)}
    idle = ("none", _("does not count: tied, or called no longer"))
    votes = found.votes.select_related("user")
    return [(vote, presenting.vote_tag(vote.vote) if vote.pk in counting else idle) for vote in votes]


@require_POST
@require_permission(P.DECIDE_INCENTIVES)
def decide(request: HttpRequest, award_id: uuid.UUID) -> HttpResponse:
    """Close the vote; the votes say what it becomes."""
    found = _seen(request, award_id)
    done = _("The vote is closed.")
    return act(request, lambda: deliberating.decide(found, by=request.user), done, "award_lists:award", found.pk)


@require_POST
@require_permission(P.WORK_AWARDS)
def withdraw(request: HttpRequest, award_id: uuid.UUID) -> HttpResponse:
    """Propose the withdrawal, with the reason the enterprise will read."""
    found, form = _seen(request, award_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, reason_form=form)
    reason, done = form.cleaned_data["reason"], _("Proposed. A second person decides.")

    def propose() -> Award:
        return withdrawing.propose(found, by=request.user, reason=reason)

    return act(request, propose, done, "award_lists:award", found.pk)


@require_POST
@require_permission(P.DECIDE_INCENTIVES)
def withdrawal(request: HttpRequest, award_id: uuid.UUID) -> HttpResponse:
    """The second person withdraws the award or leaves it; the button says which."""
    found = _seen(request, award_id)
    acts = {
        "withdraw": (withdrawing.confirm, _("The award is withdrawn and its papers are revoked.")),
        "keep": (withdrawing.keep, _("The award stays.")),
    }
    if request.POST.get("act") not in acts:
        return redirect("award_lists:award", found.pk)
    doing, done = acts[request.POST["act"]]
    return act(request, lambda: doing(found, by=request.user), done, "award_lists:award", found.pk)


@require_POST
@require_permission(P.WORK_AWARDS)
def make_papers(request: HttpRequest, award_id: uuid.UUID) -> HttpResponse:
    """Ask again for papers that are missing."""
    found = _seen(request, award_id)
    if found.given_at is None or found.state == AwardState.WITHDRAWN:
        messages.error(request, _("Papers are made of an announced award only."))
    else:
        award_papers.ask_again(found, by=request.user)
        messages.success(request, _("The papers are being made."))
    return redirect("award_lists:award", found.pk)


@require_safe
@require_permission(P.READ_AWARDS)
def paper(request: HttpRequest, award_id: uuid.UUID, name: str) -> HttpResponse:
    return paper_of(_seen(request, award_id), name)


def paper_of(found: Award, name: str) -> HttpResponse:
    """The very paper that was issued; until it is made there is none."""
    issued = getattr(found, name)
    if issued is None:
        raise Http404
    return respond_issued(issued, f"{found.reference}-{name.replace('_', '-')}.pdf")
