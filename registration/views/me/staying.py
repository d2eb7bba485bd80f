"""What a voluntary member pays for and may owe, and leaving of one's own will."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nssf_portal.workflow import NotPossible
from registration.enums import MemberGroup, MemberState
from registration.forms.me.staying import StopForm
from registration.models import Member, PaidMonth
from registration.services import lapses, stopping
from registration.services.access import Access
from registration.views.me.scope import FOLDER, own_record

_SHOWN = 24


@own_record
@require_safe
def payments(request: HttpRequest, access: Access) -> HttpResponse:
    """Months known as paid, and what unpaid months have meant: dated, to be confirmed, no threat."""
    member = _voluntary(access)
    context = {
        "access": access,
        "member": member,
        "known": lapses.is_known(),
        "rule": lapses.rule(),
        "unpaid": lapses.unpaid_months(member),
        "paid": PaidMonth.objects.filter(member=member).order_by("-month", "id")[:_SHOWN],
        "may_stop": stopping.may_stop(member),
        "stop": stopping.waiting(member),
        "has_left": member.state == MemberState.ENDED,
    }
    return render(request, f"{FOLDER}/payments.html", context)


@own_record
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, access: Access) -> HttpResponse:
    member = _voluntary(access)
    if not stopping.may_stop(member) or stopping.waiting(member):
        return redirect("me:payments")
    form = StopForm(request.POST if request.method == "POST" else None, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            stopping.stop(member=member, by=access.user, **form.cleaned_data)
            messages.success(request, _("We noted your last day. You can come back at any time."))
        except NotPossible as told:
            messages.warning(request, str(told))
        return redirect("me:payments")
    context = {"access": access, "form": form}
    return render(request, f"{FOLDER}/stop.html", context, status=422 if form.errors else 200)


@own_record
@require_POST
def stay(request: HttpRequest, access: Access) -> HttpResponse:
    if stopping.take_back(member=_voluntary(access), by=access.user):
        messages.success(request, _("Taken back. You stay a member."))
    return redirect("me:payments")


def _voluntary(access: Access) -> Member:
    """An employee's months are the employer's duty: there is no such page."""
    if access.member.group != MemberGroup.SELF_EMPLOYED:
        raise Http404
    return access.member
