"""A review at the desk: the decision, why the person does not agree, and somebody who took no part."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.reading import note_reading
from nssf_portal.work.desk import movements
from nssf_portal.workflow import NotPossible
from registration.forms.hotline import ReviewForm
from registration.models import Application, Review
from registration.presenting.service import masked_name, with_item_clocks
from registration.services import reviews

FOLDER = "registration/hotline"
_SHOWN = 100


@require_safe
@require_permission(Permission.DECIDE_SECOND)
def review_list(request: HttpRequest) -> HttpResponse:
    waiting = Review.objects.visible_to(request.user).open().select_related("work_item__claimed_by")
    rows = list(with_item_clocks(waiting.order_by("due_on", "id")[:_SHOWN]))
    return render(request, f"{FOLDER}/reviews.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DECIDE_SECOND)
def review(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    visible = Review.objects.visible_to(request.user).select_related(
        "work_item__claimed_by", "first_by", "second_by", "decided_by"
    )
    found = get_object_or_404(visible, pk=review_id)
    if request.method == "POST":
        return _decide(request, found)
    note_reading(found, by=request.user, screen="desk.review")
    return _page(request, found, ReviewForm())


def _decide(request: HttpRequest, found: Review) -> HttpResponse:
    """Never somebody who took part, whatever the page offered: the database says so too."""
    if not reviews.may_review(found, request.user):
        raise PermissionDenied
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    changed = form.cleaned_data["decision"] == "changed"
    try:
        reviews.decide(found, changed=changed, answer=form.cleaned_data["answer"], by=request.user)
        messages.success(request, _("Decided. The person is told."))
    except NotPossible as told:
        messages.error(request, str(told))
    return redirect("desk_hotline:review", found.pk)


def _page(request: HttpRequest, found: Review, form: ReviewForm) -> HttpResponse:
    decision = reviews.decision_of(found)
    application = Application.objects.visible_to(request.user).filter(pk=found.subject_id).first()
    context = {
        "review": found,
        "decision": decision,
        "name": masked_name(decision.person) if decision else "",
        "application": application,
        "clock": next(with_item_clocks([found])).clock,
        "may": found.decided_at is None and reviews.may_review(found, request.user),
        "events": movements(found.work_item),
        "form": form,
    }
    return render(request, f"{FOLDER}/review.html", context)
