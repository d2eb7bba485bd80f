"""Where quizzes show themselves: on the page of their activity."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from outreach import sections


def card(_request: HttpRequest, activity: Any) -> sections.Section:
    """How many questions, and what came of them."""
    from outreach import awareness

    count = activity.questions.count()
    lines = [ngettext("%(n)s question is asked", "%(n)s questions are asked", count) % {"n": count}]
    if count:
        lines += _answers(awareness.whole([activity]))
    url = reverse("outreach_quiz:activity", args=[activity.pk])
    links = [(_("Quiz and its codes") if count else _("Choose the questions"), url)]
    return sections.Section(_("Before and after"), lines, links)


def _answers(measured: Any) -> list[str]:
    phones = {"before": measured.before.phones, "after": measured.after.phones}
    told = [_("%(before)s telephones answered before, %(after)s after") % phones]
    if measured.change is not None:
        shares = {"before": measured.before.percent, "after": measured.after.percent}
        told.append(_("right answers: %(before)s%% before, %(after)s%% after") % shares)
    return told


def register() -> None:
    """Called when the app is ready."""
    slots.register(sections.SLOT, card, order=30, permission=Permission.READ_OUTREACH)
