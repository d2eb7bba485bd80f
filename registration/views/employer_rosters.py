"""The employer's staff lists: the history, sending one, and the page of each that shows what was found."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from enterprises.perms import can_manage_staff
from nssf_portal.documents.services import UploadRefused, respond_bytes
from registration.enums import RosterState
from registration.forms.rosters import (
    ENDS,
    STAYS,
    ColumnsForm,
    LeaverAnswers,
    RosterForm,
    missing_columns,
    missing_sentence,
    replaced_id,
)
from registration.models import Roster, RosterColumn
from registration.presenting import problems, rest, summary, workbook
from registration.presenting.history import history
from registration.reading.template import make_template
from registration.services import rosters
from registration.services.checking import unreadable_message
from registration.services.registering import NO_NUMBERS
from registration.views.roster_scope import acting_for, acting_on, enterprise_for, roster_for

_PAGE = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FOLDER = "registration/employer"
_EDITABLE = (RosterState.READY, RosterState.DONE)


@never_cache
@require_safe
def roster_list(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Every list ever sent: who, when, what, and where it stands."""
    enterprise = enterprise_for(request, enterprise_id)
    found = Roster.objects.visible_to(request.user).filter(enterprise=enterprise)
    found = found.select_related("received_by", "establishment")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    for roster in page:
        roster.tag, roster.label = summary.state_tag(roster), summary.file_label(roster)
    context = {"enterprise": enterprise, "page": page, "may_act": can_manage_staff(request.user, enterprise)}
    return render(request, f"{_FOLDER}/roster_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def roster_new(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Send a staff list as a file or a pasted table."""
    enterprise = acting_for(request, enterprise_id)
    if enterprise.state != EnterpriseState.REGISTERED:
        raise PermissionDenied
    if request.method == "POST":
        return _take_in(request, enterprise)
    replaced = _replaced(request, enterprise, request.GET.get("replaces", ""))
    initial = {}
    if replaced:
        initial = {"replaces": replaced.pk, "mode": replaced.mode, "establishment": replaced.establishment_id}
    return _new_page(request, enterprise, RosterForm(enterprise=enterprise, initial=initial), replaced)


def _new_page(request: HttpRequest, enterprise: Enterprise, form: RosterForm, replaced: Roster | None) -> HttpResponse:
    waiting = Roster.objects.visible_to(request.user).filter(enterprise=enterprise, state=RosterState.READY)
    context = {
        "enterprise": enterprise,
        "form": form,
        "replaced": replaced,
        "waiting": [] if replaced else list(waiting.filter(repair__gt=0).exclude(upload=None)[:3]),
    }
    return render(request, f"{_FOLDER}/roster_new.html", context, status=422 if form.errors else 200)


def _replaced(request: HttpRequest, enterprise: Enterprise, text: str) -> Roster | None:
    """The open list a corrected file is for."""
    open_ones = Roster.objects.visible_to(request.user).filter(enterprise=enterprise).open()
    return open_ones.filter(pk=replaced_id(text)).first() if text and replaced_id(text) else None


def _take_in(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    form = RosterForm(request.POST, request.FILES, enterprise=enterprise)
    replaced = _replaced(request, enterprise, request.POST.get("replaces", ""))
    if not form.is_valid():
        return _new_page(request, enterprise, form, replaced)
    try:
        roster, is_new = rosters.take_in(
            enterprise=enterprise,
            establishment=form.place,
            mode=form.cleaned_data["mode"],
            file=form.list_file,
            submission_id=form.cleaned_data["submission_id"],
            by=request.user,
            replaces=replaced,
        )
    except UploadRefused as refused:
        form.add_error(form.list_field, refused)
        return _new_page(request, enterprise, form, replaced)
    except rosters.SubmissionUsed:
        form.add_error(None, used_before())
        form.renew_submission()
        return _new_page(request, enterprise, form, replaced)
    if not is_new and roster.submission_id != form.cleaned_data["submission_id"]:
        messages.info(request, _("You sent this very file before. This is where it stands; nothing was made twice."))
    return to_roster(roster)


def used_before() -> str:
    """What to say when a form arrives with the submission id of another enterprise's."""
    return _("This form was used for another enterprise before, so nothing was kept. Please send it once more.")


def to_roster(roster: Roster, query: str = "") -> HttpResponse:
    """Back to the roster's page, after an act."""
    return redirect(reverse("registration:roster", args=[roster.enterprise_id, roster.pk]) + query)


@never_cache
@require_safe
def roster_template(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """Our own list to fill in, with headings in both languages; offered, not required."""
    enterprise_for(request, enterprise_id)
    return respond_bytes(make_template(), _("NSSF staff list") + ".xlsx", _XLSX)


@never_cache
@require_safe
def roster_errors(request: HttpRequest, enterprise_id: uuid.UUID, roster_id: uuid.UUID) -> HttpResponse:
    """The rows to repair as a workbook; whole numbers stand in it, so only for those who act for the enterprise."""
    roster = acting_on(request, enterprise_id, roster_id)
    return respond_bytes(workbook.errors_workbook(roster), workbook.file_name(roster), _XLSX)


@never_cache
@require_safe
def roster_page(request: HttpRequest, enterprise_id: uuid.UUID, roster_id: uuid.UUID) -> HttpResponse:
    """A roster wherever it stands: under way, asking about columns, unreadable, or with its result."""
    return show(request, roster_for(request, enterprise_id, roster_id))


def show(
    request: HttpRequest,
    roster: Roster,
    *,
    columns: ColumnsForm | None = None,
    answers: LeaverAnswers | None = None,
) -> HttpResponse:
    """The page; `columns` and `answers` carry what was typed and has to be corrected."""
    under_way = summary.progress(roster, summary.latest_job(roster.pk))
    context = _heading(request, roster) | {"progress": under_way, "history": history(roster)}
    if under_way:
        return render(request, f"{_FOLDER}/roster_progress.html", context)
    if roster.state == RosterState.MAPPING:
        return _columns_page(request, roster, context, columns)
    if roster.state == RosterState.UNREADABLE:
        return render(request, f"{_FOLDER}/roster_unreadable.html", context | {"why": unreadable_message(roster)})
    context |= _result(request, roster, answers, may_act=context["may_act"])
    status = 422 if answers and answers.errors else 200
    return render(request, f"{_FOLDER}/roster_result.html", context, status=status)


def _heading(request: HttpRequest, roster: Roster) -> dict[str, Any]:
    return {
        "roster": roster,
        "enterprise": roster.enterprise,
        "label": summary.file_label(roster),
        "finding": summary.finding(roster),
        "may_act": can_manage_staff(request.user, roster.enterprise),
        "staff_url": staff_url(roster.enterprise_id),
    }


def _columns_page(
    request: HttpRequest, roster: Roster, context: dict[str, Any], form: ColumnsForm | None
) -> HttpResponse:
    columns = list(RosterColumn.objects.filter(roster=roster))
    context |= {"form": form or ColumnsForm(columns=columns), "missing": missing_sentence(missing_columns(columns))}
    status = 422 if form and form.errors else 200
    return render(request, f"{_FOLDER}/roster_columns.html", context, status=status)


def _result(request: HttpRequest, roster: Roster, answers: LeaverAnswers | None, *, may_act: bool) -> dict[str, Any]:
    """Names and values only for those who act for the enterprise: an officer compares people at the desk."""
    opened = problems.Key.parse(request.GET.get("group", ""))
    page = request.GET.get("page", "1")
    figures = summary.figures(roster)
    found = {
        "figures": figures,
        "bar_parts": summary.bar_parts(figures),
        "bar_label": summary.bar_label(figures),
        "groups": problems.groups(
            roster, opened=opened, page=int(page) if page.isdecimal() else 1, with_rows=may_act
        ),
        "can_edit": may_act and roster.state in _EDITABLE,
        "waits_for_numbers": roster.problem == NO_NUMBERS and roster.accepted,
        "newer": Roster.objects.filter(replaces=roster).order_by("-id").first(),
    }  # fmt: skip
    return found | (_people(request, roster, answers) if may_act else {})


def _people(request: HttpRequest, roster: Roster, answers: LeaverAnswers | None) -> dict[str, Any]:
    return {
        "reviews": rest.reviews(roster),
        "quiet": rest.quiet_lists(roster),
        "dropped": rest.dropped(roster),
        "changes": rest.changes(roster, request.GET.get("changes")),
        "leavers": rest.leavers(roster, request.GET.get("leavers"), answers),
        "ends": ENDS,
        "stays": STAYS,
    }


def staff_url(enterprise_id: uuid.UUID) -> str:
    """The staff list's address, '' while there is none."""
    try:
        return reverse("registration:staff", args=[enterprise_id])
    except NoReverseMatch:
        return ""
