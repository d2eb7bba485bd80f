"""The member's first page: what is true now, and what is to do."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enterprises.now import Task
from registration.cards.services import valid_card
from registration.enums import ApplicationKind, ApplicationState, MemberGroup, MemberState
from registration.models import Application, Member
from registration.presenting.me import application_lines
from registration.services import access as accesses
from registration.services import lapses, stopping
from registration.views.me.opinion import opinion_url
from registration.views.me.scope import FOLDER


@login_not_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """With the record open, the record; with a phone's code only, what was asked for with this phone."""
    access = accesses.access_of(request)
    if access.member is None:
        if access.phone is None:
            return redirect("me:enter")
        lines = application_lines(accesses.applications_of(access))
        return render(request, f"{FOLDER}/by_phone.html", {"access": access, "lines": lines})
    member, applications = access.member, accesses.applications_of(access)
    context = {
        "access": access,
        "member": member,
        "lines": application_lines(applications[:5]),
        "card": valid_card(member),
        "tasks": list(_tasks(member, applications)),
        "may_link": access.user is not None and member.user_id is None,
        "unpaid": lapses.unpaid_months(member) if member.group == MemberGroup.SELF_EMPLOYED else None,
        "stop": stopping.waiting(member),
        "opinion": _opinion(member, applications),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _tasks(member: Member, applications: list[Application]) -> list[Task]:
    tasks = []
    for application in applications:
        own = application.kind == ApplicationKind.CORRECTION and application.corrects_id == member.pk
        if application.state == ApplicationState.RETURNED and own:
            url = reverse("me:put_right_one", args=[application.correction])
            told = _("We need an answer about %(reference)s") % {"reference": application.reference}
            tasks.append(Task(told, application.returned_why, url, _("Answer")))
    if member.state == MemberState.PENDING:
        words = _("We do not have the number of an identity document yet. Give it here, or show it at an office.")
        tasks.append(
            Task(_("Prove who you are"), words, reverse("me:put_right_one", args=["identity_number"]), _("Go on"))
        )
    if not (member.full_name_km and member.full_name_latin):
        words = _("Your name is missing in one of the two scripts.")
        tasks.append(Task(_("Complete your name"), words, reverse("me:put_right_one", args=["name"]), _("Go on")))
    return tasks


def _opinion(member: Member, applications: list[Application]) -> str:
    """A link to the two questions about the newest decision, while it was not used."""
    decided = [one for one in applications if one.decided_at and one.state in ("approved", "refused")]
    if not decided:
        return ""
    newest = max(decided, key=lambda one: one.decided_at)
    return opinion_url("decision", newest.pk, member, newest.channel)
