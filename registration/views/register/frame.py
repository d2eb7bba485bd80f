"""What every page of the way stands in: where it is, the way back, and where to go next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from registration.models import Application
from registration.steps import next_step, place_of, steps_of

FOLDER = "registration/register"


def go(application: Application) -> HttpResponse:
    """To the next page without an answer; the last one shows everything once more."""
    if not application.can_be_edited:
        return redirect("register:done", application.pk)
    return redirect("register:step", application.pk, next_step(application))


def show(
    request: HttpRequest, application: Application, name: str, template: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page with where it stands, the way back, and what was asked again."""
    number, total = place_of(application, name)
    steps = steps_of(application)
    before = steps[number - 2] if number > 1 else ""
    back = reverse("register:step", args=[application.pk, before]) if before else reverse("register:start")
    form = more.get("form")
    context = {"application": application, "page_name": name, "step": number, "steps": total, "back_url": back}
    code = 422 if form is not None and form.errors else status
    return render(request, f"{FOLDER}/{template}.html", context | more, status=code)
