"""Officers: partners' lists, and the people on them called one by one, with registration begun where it is wanted."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.reading import note_reading
from nssf_portal.law.limits import within_limit
from nssf_portal.workflow import NotPossible
from outreach import partner_view
from outreach.enums import PersonListState as L
from outreach.forms_partners import BeginForm
from outreach.models import Activity, ListedPerson, PersonList
from outreach.scope import may
from outreach.services import calling, listing, proposing

FOLDER = "outreach/partners"
_PAGE = 25
_PEOPLE = 50
READ, WORK = Permission.READ_OUTREACH, Permission.WORK_OUTREACH
CHIPS = {
    "new": (gettext_lazy("To be called"), (L.RECEIVED,)),
    "used": (gettext_lazy("Calls begun"), (L.USED,)),
    "purged": (gettext_lazy("Names removed"), (L.PURGED,)),
}


def _seen(request: HttpRequest) -> Any:
    """Lists of activities of one's places; a partner's own lists are shown elsewhere, in counts."""
    rows = PersonList.objects.visible_to(request.user)
    return rows.filter(activity__in=_places(request)).select_related("activity", "institution")


def _places(request: HttpRequest) -> Any:
    return Activity.objects.filter(in_places(request.user, READ, "place_code"))


@require_safe
@require_permission(READ)
def lists(request: HttpRequest) -> HttpResponse:
    """What partners brought and what they propose, by what it waits for."""
    seen = _seen(request)
    counts = seen.order_by().aggregate(**{key: Count("pk", filter=Q(state__in=of)) for key, (_w, of) in CHIPS.items()})
    asked = request.GET.get("show", "")
    shown = asked if asked in CHIPS else next((key for key in CHIPS if counts[key]), "new")
    rows = partner_view.counted(seen.filter(state__in=CHIPS[shown][1])).order_by("received_at", "pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, partner_view.tag_of(one), listing.names_go_on(one)) for one in page.object_list],
        "chips": [(key, word, counts[key], key == shown) for key, (word, _of) in CHIPS.items()],
        "waiting": counts["new"],
        "proposals": proposing.waiting(request.user).select_related("proposed_for", "type")[:_PAGE],
    }
    return render(request, f"{FOLDER}/lists.html", context)


def _list(request: HttpRequest, person_list_id: uuid.UUID) -> PersonList:
    return get_object_or_404(_seen(request), pk=person_list_id)


@require_safe
@never_cache
@require_permission(READ)
def people(request: HttpRequest, person_list_id: uuid.UUID) -> HttpResponse:
    """The people of one list: whom to call next; numbers by their last signs."""
    found = _list(request, person_list_id)
    note_reading(found, by=request.user, screen=calling.SCREEN)
    rows = ListedPerson.objects.filter(list=found).select_related("application").order_by("row")
    page = Paginator(rows, _PEOPLE).get_page(request.GET.get("page"))
    context = {
        "list": found,
        "tag": partner_view.tag_of(found),
        "page": page,
        "rows": [_line(one) for one in page.object_list],
        "counts": partner_view.counted(PersonList.objects.filter(pk=found.pk)).get(),
        "names_go_on": listing.names_go_on(found),
        "may_call": _may_call(request, found),
    }
    return render(request, f"{FOLDER}/people.html", context)


def _may_call(request: HttpRequest, found: PersonList) -> bool:
    return found.state != L.PURGED and may(request.user, WORK, found.activity.place_code)


def _line(person: ListedPerson) -> dict[str, Any]:
    return {"of": person, "ending": listing.phone_of(person)[-4:], "tag": _tag(person)}


def _tag(person: ListedPerson) -> tuple[str, str]:
    """How far one is with this person."""
    if person.application:
        done = person.application.state == "approved"
        return ("ok", _("registered")) if done else ("progress", _("registration begun"))
    if person.phone is None:
        return "none", _("name and number removed")
    return ("progress", _("called by telephone")) if person.called_at else ("waits", _("to be called"))


def _person(request: HttpRequest, person_list_id: uuid.UUID, row_no: int) -> ListedPerson:
    found = _list(request, person_list_id)
    person = ListedPerson.objects.filter(list=found, row=row_no).select_related("application").first()
    if person is None:
        raise Http404
    person.list = found
    return person


@require_safe
@never_cache
@require_permission(READ)
def person(request: HttpRequest, person_list_id: uuid.UUID, row_no: int) -> HttpResponse:
    """One person: call, then begin the registration or forget the name."""
    found = _person(request, person_list_id, row_no)
    note_reading(found.list, by=request.user, screen=calling.SCREEN, reason=f"row {found.row}")
    return _page(request, found)


def _page(
    request: HttpRequest, found: ListedPerson, *, phone: str = "", form: BeginForm | None = None, problem: str = ""
) -> HttpResponse:
    following = ListedPerson.objects.filter(list=found.list, called_at__isnull=True, phone__isnull=False)
    context = _line(found) | {
        "person": found,
        "list": found.list,
        "phone": phone,
        "form": form or BeginForm(),
        "problem": problem,
        "may_call": _may_call(request, found.list) and found.phone is not None,
        "is_mine": bool(found.application and found.application.helped_by_id == request.user.pk),
        "following": following.exclude(pk=found.pk).order_by("row").first(),
    }
    return render(request, f"{FOLDER}/person.html", context, status=422 if problem or context["form"].errors else 200)


@require_POST
@never_cache
@require_permission(WORK)
def call(request: HttpRequest, person_list_id: uuid.UUID, row_no: int) -> HttpResponse:
    """The whole number, on the answer to this press only; a line in the read log."""
    found = _person(request, person_list_id, row_no)
    if not within_limit("outreach.list_calls.limit", str(request.user.pk), default=120):
        return _page(request, found, problem=_("Too many numbers were shown in this hour. Go on in the next one."))
    try:
        phone = calling.call(found, by=request.user)
    except NotPossible as refused:
        return _page(request, found, problem=str(refused))
    return _page(request, _person(request, person_list_id, row_no), phone=phone)


@require_POST
@never_cache
@require_permission(WORK)
def begin(request: HttpRequest, person_list_id: uuid.UUID, row_no: int) -> HttpResponse:
    """The person wants to register: the first page of the registration, with what the list says."""
    found, form = _person(request, person_list_id, row_no), BeginForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        made = calling.begin(found, path=form.cleaned_data["path"], language=get_language() or "km", by=request.user)
    except NotPossible as refused:
        return _page(request, found, problem=str(refused))
    if made.helped_by_id != request.user.pk:
        messages.info(request, _("A colleague began this registration and goes on with it."))
        return redirect("outreach_partners:person", found.list_id, row_no)
    return redirect("register:resume", made.pk)


@require_POST
@require_permission(WORK)
def forget(request: HttpRequest, person_list_id: uuid.UUID, row_no: int) -> HttpResponse:
    """The person does not want to be called: name and number go at once."""
    found = _person(request, person_list_id, row_no)
    try:
        calling.forget(found, by=request.user)
    except NotPossible as refused:
        return _page(request, found, problem=str(refused))
    messages.success(request, _("Name and number are removed."))
    return redirect("outreach_partners:list", found.list_id)
