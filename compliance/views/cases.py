"""The list of cases and one case, for inspectors of the place and whoever is assigned."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import perms, powers
from compliance import presenting_cases as presenting
from compliance.enums import Act, CaseKind, CaseState
from compliance.forms_cases import AssignForm, CloseForm, OpenForm, WhyForm, closed_cases
from compliance.models import CaseFile, CaseInspector
from compliance.services import cases
from compliance.views.cases_common import FOLDER, act_page, case_seen, case_worked, data_of
from enterprises.csv_files import csv_response
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.khmer.keys import search_key
from nssf_portal.law.book import value_or
from nssf_portal.places.names import place_name
from nssf_portal.workflow import NotPossible
from registration.models import Employment

_PAGE, _CAP = 25, 1_000
SHOWN = ("mine", "open", "answer", "closed")


def may_list(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Inspectors, and labour inspectors for their joint visits."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not (user.has_permission(Permission.READ_CASES) or user.has_permission(Permission.READ_SHARED_LABOUR)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_safe
@may_list
def listing(request: HttpRequest) -> HttpResponse:
    """Cases by tab, kind and search, newest first."""
    shown, kind, words = _asked(request)
    seen = _searched(CaseFile.objects.visible_to(request.user), kind, words)
    chosen = _tab(seen, shown, request.user).select_related("enterprise").order_by("-opened_at", "id")
    page = Paginator(chosen, _PAGE).get_page(request.GET.get("page"))
    labels = {"mine": _("Mine"), "open": _("Open"), "answer": _("With the employer"), "closed": _("Closed")}
    tabs = [(key, labels[key], _capped(_tab(seen, key, request.user)), key == shown) for key in SHOWN]
    context = {
        "page": page, "rows": presenting.rows(page.object_list), "tabs": tabs, "shown": shown, "kind": kind,
        "q": words, "kinds": CaseKind.choices, "may_export": request.user.has_permission(Permission.READ_CASES),
    }  # fmt: skip
    return render(request, f"{FOLDER}/list.html", context)


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    shown, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    default = "mine" if request.user.has_permission(Permission.READ_SHARED_LABOUR) else "open"
    return (
        shown if shown in SHOWN else default,
        kind if kind in CaseKind.values else "",
        request.GET.get("q", "").strip()[:100],
    )


def _searched(seen: QuerySet[CaseFile], kind: str, words: str) -> QuerySet[CaseFile]:
    if kind:
        seen = seen.filter(kind=kind)
    if words:
        key = search_key(words)
        named = Q(enterprise__key_km__startswith=key) | Q(enterprise__key_latin__startswith=key) if key else Q()
        seen = seen.filter(Q(reference__iexact=words) | Q(enterprise__nssf_number=words) | named)
    return seen


def _tab(seen: QuerySet[CaseFile], shown: str, user: User) -> QuerySet[CaseFile]:
    if shown == "closed":
        return seen.filter(state=CaseState.CLOSED)
    opened = seen.exclude(state=CaseState.CLOSED)
    if shown == "mine":
        return opened.filter(pk__in=CaseInspector.objects.active().filter(user=user).values("case"))
    if shown == "answer":
        from compliance.models import Notice

        return opened.filter(pk__in=Notice.objects.unanswered().values("case"))
    return opened


def _capped(found: QuerySet[CaseFile]) -> str:
    number = found.order_by()[: _CAP + 1].count()
    return f"{_CAP:,}+" if number > _CAP else str(number)


@require_safe
@may_list
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file: no inspector, no words of anybody; a household's name is a person's and stays away."""
    if not request.user.has_permission(Permission.READ_CASES):
        raise PermissionDenied
    shown, kind, words = _asked(request)
    seen = _tab(_searched(CaseFile.objects.visible_to(request.user), kind, words), shown, request.user)
    most = int(value_or("inspection.export_rows", 2_000))
    heads = [_("Reference"), _("NSSF number"), _("Enterprise"), _("Place"), _("Kind"), _("State"), _("Opened"),
             _("Outcome")]  # fmt: skip
    found = seen.select_related("enterprise").order_by("-opened_at", "id")[:most]
    return csv_response("cases", heads, [_line(case) for case in found])


def _line(case: CaseFile) -> list[str]:
    enterprise = case.enterprise
    name = "" if enterprise.kind == "household" else enterprise.name
    opened = timezone.localdate(case.opened_at).isoformat()
    return [case.reference, enterprise.nssf_number or "", name, place_name(case.commune_code),
            str(case.get_kind_display()), str(case.get_state_display()), opened,
            str(case.get_outcome_display() if case.outcome else "")]  # fmt: skip


@require_safe
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything of one case: what waits, what happened, workers found, findings, papers."""
    found = case_seen(request, case_id)
    note_reading(found, by=request.user, screen="cases.case")
    return render(request, f"{FOLDER}/case.html", _context(request, found))


def _context(request: HttpRequest, found: CaseFile) -> dict[str, Any]:
    notices = list(found.notices.all())
    visits = list(found.visits.select_related("office"))
    works, decides = perms.may_work(request.user, found), perms.may_decide(request.user, found)
    waits = any(notice.state == "served" for notice in notices)
    workers = list(found.found_workers.select_related("application"))
    opened = found.state != CaseState.CLOSED
    return {
        "case": found,
        "place": place_name(found.commune_code),
        "tag": presenting.tag_of(found, waits),
        "now": presenting.what_now(found, notices, visits),
        "events": presenting.timeline(found, visits),
        "inspectors": list(found.inspectors.active().select_related("user")),
        "visits": visits,
        "planned": next((visit for visit in visits if visit.state == "planned"), None),
        "findings": list(found.findings.select_related("violation")),
        "workers": [
            (one, presenting.worker_tag(one.application.state if one.application else None)) for one in workers
        ],
        "evidence": list(found.evidence.select_related("upload")),
        "minutes": list(found.minutes.all()),
        "answers": list(found.answers.select_related("question").filter(visit=None)),
        "works": works and opened,
        "decides": decides and opened,
        "may_reopen": decides and not opened,
        "may_minute": works and opened and powers.power_for(request.user, Act.MAKE_MINUTES) is not None,
        "may_visit": works and opened and _may_visit(request.user, found),
        "is_self": found.kind == CaseKind.SELF_DECLARATION,
    }


def _may_visit(user: User, found: CaseFile) -> bool:
    act = Act.VISIT_UNANNOUNCED if found.kind == CaseKind.SPECIAL else Act.VISIT
    return powers.power_for(user, act) is not None


@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """From the unit's page: which kind, and why."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)
    if perms.is_tied(request.user, enterprise) or not perms.serves(
        request.user, Permission.WORK_CASES, enterprise.commune_code
    ):
        return _no_case_here(request, enterprise)
    special = powers.power_for(request.user, Act.VISIT_UNANNOUNCED) is not None
    form = OpenForm(data_of(request), closed=closed_cases(enterprise), special=special)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("cases:case", _open(request, enterprise, form.cleaned_data).pk)
        except cases.AlreadyOpen:
            there = CaseFile.objects.visible_to(request.user).open().filter(enterprise=enterprise).first()
            if there:
                messages.info(request, _("This enterprise already has an open case. Go on with that one."))
                return redirect("cases:case", there.pk)
            form.add_error(None, _("This enterprise already has an open case."))
        except NotPossible as why:
            form.add_error(None, str(why))
    return render(request, f"{FOLDER}/open.html", {"enterprise": enterprise, "form": form, "special": special})


def _no_case_here(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Who represents the enterprise sees it, but no case room; who may not work here is refused."""
    from django.http import Http404

    if not request.user.has_permission(Permission.WORK_CASES):
        raise Http404
    raise PermissionDenied


def _open(request: HttpRequest, enterprise: Enterprise, given: dict[str, Any]) -> CaseFile:
    special = given["kind"] == CaseKind.SPECIAL  # guests of a joint visit read the others: no ground is left in them
    return cases.open_case(
        enterprise=enterprise,
        kind=given["kind"],
        by=request.user,
        submission_id=given["submission_id"],
        ground=(given.get("ground") or "") if special else "",
        ground_text=(given.get("ground_text") or "") if special else "",
        follows=given.get("follows") if given["kind"] == CaseKind.FOLLOW_UP else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The chief chooses who works on it; the tied are not offered, and refused when asked for anyway."""
    found = case_seen(request, case_id)
    if not perms.may_decide(request.user, found):
        raise PermissionDenied
    form = AssignForm(data_of(request), inspectors=_inspectors(found))

    def do(given: dict[str, Any]) -> None:
        cases.assign(found, given["user"], by=request.user, leads=given["leads"])

    return act_page(request, found, form, do, title=_("Who works on this case?"), button=_("Assign"),
                    done=_("The inspector is assigned."))  # fmt: skip


def _inspectors(found: CaseFile) -> QuerySet[User]:
    """People whose role and place let them work here."""
    wanted = {Permission.WORK_CASES} | ({Permission.READ_SHARED_LABOUR} if found.kind == CaseKind.JOINT else set())
    roles = [code for code, role in ROLES.items() if role.permissions & wanted]
    codes = ["HQ", *(found.commune_code[:n] for n in (2, 4, 6))]
    held = Q(grants__role__in=roles, grants__ended_at__isnull=True)
    here = Q(grants__office__code__in=codes) | Q(grants__office__isnull=True, grants__institution__isnull=True)
    return User.objects.filter(held & here, is_active=True).distinct().order_by("name", "id")


@require_POST
def release(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Takes somebody off the case."""
    found = case_seen(request, case_id)
    if not perms.may_decide(request.user, found):
        raise PermissionDenied
    number = request.POST.get("inspector", "")
    mine = get_object_or_404(found.inspectors.active(), pk=int(number) if number.isdigit() else 0)
    cases.release(mine, by=request.user)
    messages.success(request, _("The inspector works on this case no more."))
    return redirect("cases:case", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    found = case_worked(request, case_id)

    def do(given: dict[str, Any]) -> None:
        cases.close(found, outcome=given["outcome"], text=given["text"], by=request.user)

    return act_page(request, found, CloseForm(data_of(request)), do, title=_("How does this case end?"),
                    button=_("Close the case"), done=_("The case is closed."))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    found = case_seen(request, case_id)
    if not perms.may_decide(request.user, found):
        raise PermissionDenied

    def do(given: dict[str, Any]) -> None:
        cases.reopen(found, text=given["text"], by=request.user)

    return act_page(request, found, WhyForm(data_of(request)), do, title=_("Open this case again"),
                    button=_("Open again"), done=_("The case is open again."))  # fmt: skip


@require_safe
def staff(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Names and positions of the registered staff, to compare with whom one meets: read-logged, capped."""
    found = case_worked(request, case_id)
    note_reading(found, by=request.user, screen="cases.staff")
    most = int(value_or("inspection.staff_shown", 200))
    current = Employment.objects.current().filter(enterprise=found.enterprise)
    rows = list(current.select_related("member").order_by("member__key_km", "member__key_latin", "id")[: most + 1])
    context = {"case": found, "rows": rows[:most], "more": len(rows) > most, "most": most}
    return render(request, f"{FOLDER}/staff.html", context)
