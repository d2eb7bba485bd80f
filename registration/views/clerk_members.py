"""Members at the desk: found by number or name, one person's page, and two records that are one person."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enterprises.models import Enterprise
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.models import ReadLog
from nssf_portal.audit.reading import note_reading
from nssf_portal.khmer.cleaning import has_khmer
from nssf_portal.law.limits import within_limit
from nssf_portal.work.desk import desk_of, movements
from nssf_portal.work.enums import WorkState
from nssf_portal.workflow import NotPossible
from registration import finding
from registration.forms import desk as forms
from registration.models import Employment, Member, Merge
from registration.presenting import desk as presenting
from registration.presenting.comparison import compare, employer_name, kind_label, numbers_of_member, side_of_member
from registration.presenting.nationality import nationality_word
from registration.presenting.reviews import how_to_ask
from registration.services import merging
from registration.views.clerk import may_not_decide

_READINGS_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_MEMBERS)
def members(request: HttpRequest) -> HttpResponse:
    """Nothing is listed before a search; what is looked for travels in a POST, never in an address."""
    if request.method != "POST":
        return render(request, "registration/clerk/members.html", {"form": forms.SearchForm()})
    form = forms.SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "registration/clerk/members.html", {"form": form})
    if not within_limit("lookup.person.limit", str(request.user.pk)):
        form.add_error(None, _("You have looked for many people in this hour. Go on in the next one."))
        return render(request, "registration/clerk/members.html", {"form": form}, status=429)
    found = finding.find(form.cleaned_data["text"], by=request.user)
    if found.too_short:
        form.add_error("text", _("Type at least 2 letters of a name or 4 signs of a number."))
    return render(request, "registration/clerk/members.html", {"form": form, "found": found})


def _member(request: HttpRequest, member_id: uuid.UUID) -> Member:
    visible = Member.objects.visible_to(request.user).select_related("merged_into")
    return get_object_or_404(visible, pk=member_id)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_MEMBERS)
def member(request: HttpRequest, member_id: uuid.UUID) -> HttpResponse:
    """One person's record; a POST proposes that another record is the same person."""
    found = _member(request, member_id)
    if request.method == "POST":
        return _propose(request, found)
    note_reading(found, by=request.user, screen="desk.member")
    return _member_page(request, found)


def _member_page(
    request: HttpRequest, found: Member, form: Any = None, reveal_form: Any = None, *, reveal: bool = False
) -> HttpResponse:
    title = presenting.full_name(found)
    merges = merging.open_merges(found).select_related("survivor", "other")
    may_merge = request.user.has_permission(Permission.DECIDE_WORK) and not found.merged_into_id
    context = {
        "member": found,
        "title": title,
        "nationality": nationality_word(found.nationality),
        "title_lang": "km" if has_khmer(title) else "en",
        "numbers": [(kind_label(n.kind), n) for n in numbers_of_member(found, reveal=reveal)],
        "spells": _spells(found, request),
        "events": presenting.member_events(found),
        "readings": ReadLog.objects.of("member", found.pk).select_related("user")[:_READINGS_SHOWN],
        "merges": list(merges),
        "form": form or (forms.MergeForm(with_submission_id=True) if may_merge else None),
        "reveal_form": reveal_form or forms.RevealForm(),
        "revealed": reveal,
        "may_reveal": request.user.has_permission(Permission.REVEAL_IDENTIFIERS),
        "survivor": finding.survivor_of(found) if found.merged_into_id else None,
    }
    return render(request, "registration/clerk/member.html", context)


def _spells(found: Member, request: HttpRequest) -> list[tuple[Employment, str]]:
    spells = list(Employment.objects.filter(member=found).select_related("enterprise").order_by("-started_on", "-id"))
    ids = {spell.enterprise_id for spell in spells}
    known = set(Enterprise.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True))
    return [(spell, employer_name(spell, known)) for spell in spells]


@require_POST
@require_permission(Permission.REVEAL_IDENTIFIERS)
def member_reveal(request: HttpRequest, member_id: uuid.UUID) -> HttpResponse:
    """The whole numbers, once, for a reason that is kept."""
    found = _member(request, member_id)
    form = forms.RevealForm(request.POST)
    if not form.is_valid():
        return _member_page(request, found, reveal_form=form)
    reason = form.cleaned_data["reason"]
    note_reading(found, by=request.user, screen="desk.member", reason=reason, revealed=True)
    return _member_page(request, found, reveal=True)


def _propose(request: HttpRequest, found: Member) -> HttpResponse:
    if not request.user.has_permission(Permission.DECIDE_WORK):
        raise PermissionDenied
    form = forms.MergeForm(request.POST, with_submission_id=True)
    other = _other(request, form) if form.is_valid() else None
    if other is None:
        return _member_page(request, found, form)
    this_stays = form.cleaned_data["keep"] == "this"
    try:
        merge = merging.propose_merge(
            survivor=found if this_stays else other,
            other=other if this_stays else found,
            reason=form.cleaned_data["reason"],
            by=request.user,
            submission_id=form.cleaned_data["submission_id"],
        )
    except merging.NotMergeable as told:
        form.add_error("number", str(told))
        return _member_page(request, found, form)
    messages.success(request, _("A second person decides now."))
    return redirect("desk_registration:merge", merge.pk)


def _other(request: HttpRequest, form: forms.MergeForm) -> Member | None:
    """Within the officer's places only: a record elsewhere is head office's to compare."""
    number = form.cleaned_data["number"].replace(" ", "")
    other = Member.objects.visible_to(request.user).filter(member_number=number).first()
    if other is None:
        form.add_error("number", _("No member of your places has this number. For another office, ask head office."))
    return other


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ_WORK)
def merge(request: HttpRequest, merge_id: uuid.UUID) -> HttpResponse:
    """Two members side by side; the first decision and its reason stand on top for the second person."""
    visible = Merge.objects.visible_to(request.user).select_related(
        "survivor", "other", "work_item__claimed_by", "work_item__first_by", "work_item__second_by"
    )
    found = get_object_or_404(visible, pk=merge_id)
    if request.method == "POST":
        return _decide_merge(request, found)
    for person in (found.survivor, found.other):
        note_reading(person, by=request.user, screen="desk.merge")
    return _merge_page(request, found, _merge_form(found))


def _merge_form(found: Merge, data: Any = None) -> forms.DecisionForm:
    if found.work_item.state == WorkState.PROPOSED:
        choices = [(forms.CONFIRM, _("Same person: confirm the merge")), (forms.SEND_BACK, _("I disagree: send back"))]
    else:
        choices = [(forms.PROPOSE, _("Same person: propose it again")), (forms.DROP, _("Different people: drop it"))]
    return forms.DecisionForm(data, choices=choices)


def _merge_page(request: HttpRequest, found: Merge, form: forms.DecisionForm) -> HttpResponse:
    desk = desk_of(found.work_item, request.user)
    sides = [side_of_member(person, by=request.user) for person in (found.survivor, found.other)]
    proposed = found.work_item.state == WorkState.PROPOSED
    context = {
        "merge": found,
        "desk": desk,
        "title": presenting.full_name(found.survivor),
        "lines": compare(*sides),
        "events": movements(found.work_item),
        "form": form,
        "proposed": proposed,
        "own": proposed and found.work_item.first_by_id == request.user.pk,
        "decides": desk.may_confirm if proposed else desk.may_decide,
        "review": how_to_ask(found.merged_at),
    }
    return render(request, "registration/clerk/merge.html", context)


def _decide_merge(request: HttpRequest, found: Merge) -> HttpResponse:
    if found.work_item.state == WorkState.PROPOSED:
        _only_second(request, found)
    elif refused := may_not_decide(request, found.work_item):
        return refused
    form = _merge_form(found, request.POST)
    if not form.is_valid():
        return _merge_page(request, found, form)
    try:
        _apply_merge(request, found, form.cleaned_data["decision"], form.cleaned_data["reason"])
    except (NotPossible, merging.NotMergeable) as told:
        messages.warning(request, str(told))
    return redirect("desk_registration:merge", found.pk)


def _only_second(request: HttpRequest, found: Merge) -> None:
    """Never the first person, whatever the page offered."""
    if not desk_of(found.work_item, request.user).may_confirm:
        raise PermissionDenied


def _apply_merge(request: HttpRequest, found: Merge, decision: str, reason: str) -> None:
    by = request.user
    if decision == forms.CONFIRM:
        if merging.confirm_merge(merge=found, reason=reason, by=by):
            words = _("Merged. Number %(other)s now leads to %(survivor)s.")
            numbers = {"other": found.other.member_number, "survivor": found.survivor.member_number}
            messages.success(request, words % numbers)
        else:
            messages.warning(request, _("A record changed after the first decision. It must be proposed again."))
    elif decision == forms.SEND_BACK:
        merging.send_back(merge=found, reason=reason, by=by)
        messages.success(request, _("Sent back with your reason."))
    elif decision == forms.PROPOSE:
        merging.propose_again(merge=found, reason=reason, by=by)
        messages.success(request, _("A second person decides now."))
    else:
        merging.drop(merge=found, reason=reason, by=by)
        messages.success(request, _("Dropped: both members stay as they are."))
