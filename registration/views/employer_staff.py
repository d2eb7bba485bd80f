"""An employer's staff: the list with its filters, and one person added without a file."""

import logging
import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from enterprises.perms import can_manage_enterprise, can_manage_staff
from nssf_portal.audit.reading import note_reading
from nssf_portal.documents.services import UploadRefused
from nssf_portal.identifiers.models import BlockExhausted
from registration import staff_list as listing
from registration.enums import Presence, RowState
from registration.forms.staff import AddPersonForm
from registration.models import Employment, Roster, RosterRow
from registration.services.employments import PersonRefused, add_person
from registration.services.rosters import SubmissionUsed
from registration.views.employer_rosters import used_before
from registration.views.roster_scope import acting_for, enterprise_for

log = logging.getLogger(__name__)
FOLDER = "registration/employer"
_SEARCH_MOST = 80


@never_cache
@require_http_methods(["GET", "POST"])
def staff_list(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """The staff, fifty at a time. A search is a POST: a name belongs in no address and no log."""
    enterprise = enterprise_for(request, enterprise_id)
    note_reading(enterprise, by=request.user, screen="employer.staff")
    staff, filters = listing.staff_of(enterprise, request.user), listing.Filters.read(request.GET)
    text = request.POST.get("q", "")[:_SEARCH_MOST].strip()
    shown = listing.search(filters.apply(staff), text)
    after = request.POST.get("after", "") or request.GET.get("after", "")
    page = listing.Page(shown, left=filters.tab == listing.LEFT, after=after)
    counts = listing.counts(staff)
    context = _around(request, enterprise, filters) | {
        "page": page,
        "on_staff": counts[listing.CURRENT],
        "chips": _chips(filters, counts),
        "next_address": f"{filters.address()}&{urlencode({'after': page.next_mark})}",
        "departments": listing.departments(staff),
        "text": text,
        "found": listing.capped(shown) if text or filters.narrowed else "",
    }
    return render(request, f"{FOLDER}/staff_list.html", context)


def _around(request: HttpRequest, enterprise: Enterprise, filters: listing.Filters) -> dict:
    return {
        "enterprise": enterprise,
        "establishments": listing.establishments(enterprise),
        "presences": [choice for choice in Presence.choices if choice[0] != Presence.WORKING],
        "filters": filters,
        "all_address": listing.Filters(tab=filters.tab).address(),
        "may_act": can_manage_staff(request.user, enterprise),
        "may_export": can_manage_enterprise(request.user, enterprise),
    }


def _chips(filters: listing.Filters, counts: dict[str, str]) -> list[dict]:
    words = {
        listing.CURRENT: _("On the staff"),
        listing.YOUNG: _("15 to 17 years old"),
        listing.AWAY: _("Away, still employed"),
        listing.LEFT: _("Left"),
    }
    return [
        {"words": word, "count": counts[tab], "address": filters.address(tab=tab), "chosen": filters.tab == tab}
        for tab, word in words.items()
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def staff_add(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """One person by a form: a shop with three people never needs a spreadsheet."""
    enterprise = acting_for(request, enterprise_id)
    if enterprise.state != EnterpriseState.REGISTERED:
        raise PermissionDenied
    places = listing.establishments(enterprise)
    posted = (request.POST or None, request.FILES or None)
    form = AddPersonForm(*posted, establishments=places, session=request.session)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, enterprise, form)
        except PersonRefused as refused:
            form.refuse(refused.checked)
        except UploadRefused as refused:
            form.add_error("document", refused)
        except SubmissionUsed:
            form.add_error(None, used_before())
            form.renew_submission()
        except BlockExhausted:
            form.add_error(None, _no_numbers())
    context = {"enterprise": enterprise, "form": form}
    return render(request, f"{FOLDER}/staff_add.html", context, status=422 if form.errors else 200)


def _no_numbers() -> str:
    """What to say when the member numbers are used up; the operators learn it from the log."""
    log.error("member numbers are used up; the core system must reserve a block: reserve_numbers")
    return _("The Fund must reserve new member numbers first. Nothing was kept: please send this again tomorrow.")


def _added(request: HttpRequest, enterprise: Enterprise, form: AddPersonForm) -> HttpResponse:
    row = add_person(
        establishment=form.cleaned_data["establishment"],
        values=form.values(),
        one_part_name=form.cleaned_data["one_part_name"],
        submission_id=form.cleaned_data["submission_id"],
        was_under_age=form.was_under_age,
        document=form.cleaned_data["document"],
        by=request.user,
    )
    if row.state == RowState.REGISTERED:
        messages.success(request, _("Registered. We told this person, if you gave a phone number."))
    return redirect("registration:staff_added", enterprise.pk, row.pk)


@never_cache
@require_safe
def staff_added(request: HttpRequest, enterprise_id: uuid.UUID, row_id: uuid.UUID) -> HttpResponse:
    """What became of the person typed in: registered, on the staff already, or an officer compares."""
    enterprise = enterprise_for(request, enterprise_id)
    rosters = Roster.objects.visible_to(request.user).filter(enterprise=enterprise)
    row = get_object_or_404(RosterRow.objects.select_related("member"), pk=row_id, roster__in=rosters)
    context = {"enterprise": enterprise, "row": row, "employment": _employment(request, enterprise, row)}
    return render(request, f"{FOLDER}/staff_added.html", context)


def _employment(request: HttpRequest, enterprise: Enterprise, row: RosterRow) -> Employment | None:
    member = row.member_id or (row.matched_member_id if row.state == RowState.ALREADY else None)
    staff = listing.staff_of(enterprise, request.user).current().select_related("member")
    return staff.filter(member_id=member).first() if member else None
