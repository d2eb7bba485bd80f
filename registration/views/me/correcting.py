"""Putting the record right: each thing by its own small form; an officer decides, for two of them two do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.documents.services import UploadRefused
from nssf_portal.workflow import NotPossible
from registration.enums import PRIVATE_CORRECTIONS, ApplicationState, CorrectionCode, MemberState
from registration.forms.me.correcting import FORMS, CorrectionForm
from registration.models import Application, Member
from registration.presenting.me import application_lines
from registration.services import access as accesses
from registration.services import applications, correcting
from registration.services.access import Access
from registration.services.application_deciding import AlreadySent
from registration.views.me.scope import FOLDER, own_record


@own_record
@require_safe
def put_right(request: HttpRequest, access: Access) -> HttpResponse:
    """What can be put right, and what was asked."""
    context = {
        "access": access,
        "simple": [code for code in _offered(access.member) if code not in PRIVATE_CORRECTIONS],
        "private": PRIVATE_CORRECTIONS,
        "lines": application_lines(accesses.applications_of(access)),
    }
    return render(request, f"{FOLDER}/put_right.html", context)


@own_record
@require_http_methods(["GET", "HEAD", "POST"])
def put_right_one(request: HttpRequest, access: Access, what: str) -> HttpResponse:
    code, member = _code(access.member, what), access.member
    known = correcting.open_correction(member, code)
    if known and known.state != ApplicationState.RETURNED:
        return _page(request, access, code, None, known)
    if request.method == "POST":
        form = FORMS[code](request.POST, request.FILES, member=member)
        if form.is_valid() and (taken := _take(access, code, form, known)):
            messages.success(request, _("We have it. Your reference is %(reference)s.") % {"reference": taken})
            return redirect("me:put_right")
        return _page(request, access, code, form, known)
    chosen = request.GET.get("work") if code == CorrectionCode.EMPLOYMENT_WRONG else None
    return _page(request, access, code, FORMS[code](member=member, initial={"employment": chosen}), known)


@own_record
@require_POST
def withdraw(request: HttpRequest, access: Access, what: str) -> HttpResponse:
    known = correcting.open_correction(access.member, _code(access.member, what))
    if known:
        try:
            applications.withdraw(known, by=access.user)
        except NotPossible as told:
            messages.warning(request, str(told))
        else:
            messages.success(request, _("Taken back. Your record stays as it is."))
    return redirect("me:put_right")


def _take(access: Access, code: str, form: CorrectionForm, known: Application | None) -> str:
    """The reference, or nothing when the document can't be taken."""
    document, submission = form.cleaned_data["document"], form.cleaned_data["submission_id"]
    given = {"values": form.values(), "numbers": form.numbers(), "document": document, "by": access.user}
    try:
        if known:
            return correcting.answer(known, submission_id=submission, **given).reference
        language = get_language() or "km"
        return correcting.ask(
            member=access.member, code=code, submission_id=submission, language=language, **given
        ).reference
    except UploadRefused as refused:
        form.add_error("document", refused)
    except correcting.AlreadyAsked as asked:
        return asked.application.reference
    except AlreadySent:
        return known.reference if known else ""
    return ""


def _offered(member: Member) -> list[CorrectionCode]:
    """Coming back is for who left; who left can still put the record right."""
    return [code for code in CorrectionCode if code != CorrectionCode.RETURNING or member.state == MemberState.ENDED]


def _code(member: Member, what: str) -> CorrectionCode:
    if what not in _offered(member):
        raise Http404
    return CorrectionCode(what)


def _page(
    request: HttpRequest, access: Access, code: CorrectionCode, form: CorrectionForm | None, known: Application | None
) -> HttpResponse:
    context = {
        "access": access,
        "code": code,
        "form": form,
        "known": known,
        "line": application_lines([known])[0] if known else None,
        "private": code in PRIVATE_CORRECTIONS,
        "may_withdraw": known is not None and known.state in ("submitted", "in_review", "returned"),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, f"{FOLDER}/put_right_one.html", context, status=status)
