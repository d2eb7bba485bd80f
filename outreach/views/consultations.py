"""What people said at activities, and what changed because of it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.workflow import NotPossible
from outreach.forms_activities import ChangedForm
from outreach.models import Activity, Consultation
from outreach.services import consulting
from outreach.views.activities import ASK, FOLDER

_PAGE = 25
CHIPS = {
    "all": (gettext_lazy("All"), Q()),
    "open": (gettext_lazy("Nothing changed yet"), Q(changed_on__isnull=True)),
    "changed": (gettext_lazy("Something changed"), Q(changed_on__isnull=False)),
}


@require_safe
@require_permission(Permission.READ_OUTREACH)
def consultation_list(request: HttpRequest) -> HttpResponse:
    """All that was said where this person may look."""
    shown = request.GET.get("show") if request.GET.get("show") in CHIPS else "all"
    seen = Consultation.objects.filter(activity__in=Activity.objects.visible_to(request.user))
    rows = seen.filter(CHIPS[shown][1]).select_related("activity", "institution").order_by("-entered_at", "pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    chips = [(key, word, key == shown) for key, (word, _rule) in CHIPS.items()]
    return render(request, f"{FOLDER}/consultations.html", {"page": page, "chips": chips})


@ASK
@require_permission(Permission.WORK_OUTREACH)
def changed(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """What changed because of it."""
    seen = Consultation.objects.filter(activity__in=Activity.objects.visible_to(request.user))
    one = get_object_or_404(seen.select_related("activity"), pk=consultation_id)
    initial = {"changed": one.changed, "changed_on": one.changed_on}
    form = ChangedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            consulting.changed(one, by=request.user, **form.cleaned_data)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Written down."))
            return redirect("outreach_activities:consultations")
    context = {"form": form, "one": one}
    return render(request, f"{FOLDER}/changed.html", context, status=422 if form.errors else 200)
