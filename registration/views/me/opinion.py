"""The two questions behind a link: no sign-in, each link once, nothing that leads back to a person."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from registration.forms.me.staying import OpinionForm
from registration.models import Member
from registration.services import survey
from registration.views.me.scope import FOLDER


def opinion_url(occasion: str, subject_id: object, member: Member, channel: str) -> str:
    """Where the two questions about something are, while they were not answered; else nothing."""
    token = survey.link_for(
        occasion=occasion,
        subject_id=subject_id,
        sex=member.sex,
        province=member.commune_code[:2],
        channel=channel,
    )
    ticket = survey.ticket_of(token)
    return "" if ticket is None or survey.is_used(ticket) else reverse("opinion:ask", args=[token])


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    ticket = survey.ticket_of(token)
    if ticket is None:
        raise Http404
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        survey.answer(ticket, **form.cleaned_data)
        return redirect("opinion:thanks")
    context = {"form": form, "used": survey.is_used(ticket)}
    return render(request, f"{FOLDER}/opinion.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, f"{FOLDER}/opinion_thanks.html")
