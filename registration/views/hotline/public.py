"""Without signing in: call me back, tell us about an enterprise, complain about us, ask for a review."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nssf_portal.law.limits import client_address, within_limit
from registration.forms.hotline import AskReviewForm, CallMeForm, ComplaintForm, ComplaintStatusForm, TipForm
from registration.services import call_backs, complaints, reviews, tips

FOLDER = "registration/hotline"
_SENT = "service_sent"


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 429 if getattr(form, "too_many", False) else 200
    return render(request, f"{FOLDER}/public/{template}.html", {"form": form} | context, status=status)


def _within(request: HttpRequest, form: Any, code: str, who: str = "", *, default: int = 30) -> bool:
    """Counts one more; past the limit the page says when to come back, and keeps what was typed."""
    if within_limit(code, who or client_address(request), default=default, closed=True):
        return True
    form.add_error(None, _("This was done too often in this hour. Try again in an hour, or call us."))
    form.too_many = True
    return False


def _sent(request: HttpRequest, what: str, **told: str) -> HttpResponse:
    request.session[_SENT] = {"what": what} | told
    return redirect("register_service_sent")


@login_not_required
@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What was sent, and what happens next; a code is shown here and nowhere else."""
    told = request.session.get(_SENT)
    if not told:
        return redirect("register_call_me")
    return render(request, f"{FOLDER}/public/sent.html", {"told": told})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_me(request: HttpRequest) -> HttpResponse:
    form = CallMeForm(
        request.POST if request.method == "POST" else None,
        with_submission_id=True,
        initial={"language": get_language() or "km"},
    )
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        if _within(request, form, "call_back.per_address") and _within(
            request, form, "call_back.per_phone", phone, default=3
        ):
            asked = call_backs.ask(**form.cleaned_data)
            return _sent(request, "call_back", due=asked.work_item.due_on.isoformat())
    return _page(request, "call_me", form)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def tip(request: HttpRequest) -> HttpResponse:
    form = TipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _within(request, form, "tip.per_address"):
        return _sent(request, "tip", reference=tips.give(**form.values()).reference)
    return _page(request, "tip", form)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _within(request, form, "complaint.per_address"):
        made = complaints.complain(language=get_language() or "km", **form.values())
        told = {"reference": made.reference, "code": complaints.code_of(made), "due": made.due_on.isoformat()}
        return _sent(request, "complaint", **told)
    return _page(request, "complaint", form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_status(request: HttpRequest) -> HttpResponse:
    """State and answer for reference and code together; tries are counted, and uncounted nobody tries."""
    form = ComplaintStatusForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid() and _may_try(request, form, form.cleaned_data["reference"]):
        found = complaints.find(**form.cleaned_data)
        if found is None:
            form.add_error(None, _("The two don't fit together. Look at them once more."))
    return _page(request, "complaint_status", form, complaint=found)


def _may_try(request: HttpRequest, form: Any, reference: str) -> bool:
    address = _within(request, form, "complaint.per_address")
    return address and _within(request, form, "complaint.status.tries", reference.upper(), default=5)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, reference: str = "") -> HttpResponse:
    """How to ask is said by every decision; here it is asked, with a birth date as proof."""
    form = AskReviewForm(
        request.POST if request.method == "POST" else None, with_submission_id=True, initial={"number": reference}
    )
    if request.method == "POST" and form.is_valid() and (done := _ask(request, form)):
        return done
    return _page(request, "review", form, back_url=reverse("home"))


def _ask(request: HttpRequest, form: AskReviewForm) -> HttpResponse | None:
    """Which of the two is wrong is not said."""
    data = form.cleaned_data
    if not _within(request, form, "review.per_address"):
        return None
    if not _within(request, form, "review.tries", data["number"].upper(), default=5):
        return None
    decision = reviews.find(data["number"])
    if decision is None or not reviews.is_person(decision, data["born_on"]):
        form.add_error(None, _("We found no decision for these two. Look at the message once more, or call us."))
        return None
    if not decision.is_open and reviews.review_of(decision) is None:
        form.add_error(None, _("The time to ask for a review is over. Call us: we say what is still possible."))
        return None
    by = request.user if request.user.is_authenticated else None
    asked = reviews.ask(decision, statement=data["statement"], submission_id=data["submission_id"], by=by)
    return _sent(request, "review", reference=asked.reference, due=asked.due_on.isoformat())
