"""What the security officer reads: who opened which record. Nothing can be done here, and nobody's data is shown."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.readings import ReadingsForm, page_of, without_second_factor


@require_safe
@require_permission(Permission.REVIEW_ACCESS)
def readings(request: HttpRequest) -> HttpResponse:
    form = ReadingsForm(request.GET)
    chosen = form.chosen()
    rows, more = page_of(**chosen)
    after = chosen.pop("after", None)
    context = {
        "form": form,
        "rows": rows,
        "reader": User.objects.filter(pk=chosen["reader"]).first() if "reader" in chosen else None,
        "filtered": bool(chosen),
        "next_url": _address(chosen | {"after": more}) if more else "",
        "first_url": _address(chosen) if after else "",
        "without_factor": without_second_factor().count(),
    }
    return render(request, "audit/readings.html", context)


def _address(query: dict[str, object]) -> str:
    made = QueryDict(mutable=True)
    made.update({name: "on" if value is True else str(value) for name, value in query.items()})
    return "?" + made.urlencode()
