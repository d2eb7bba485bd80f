"""Where competitions show themselves: on the page of their activity."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from outreach import sections

_POSSIBLE = ("planned", "announced", "held")


def card(request: HttpRequest, activity: Any) -> sections.Section | None:
    """The competition of an activity; where its type has one and none is prepared, the way to it."""
    from outreach.models import Competition
    from outreach.views.competitions import state_word

    found = Competition.objects.filter(activity=activity).first()
    if found is not None:
        teams = found.teams.count()
        lines = [state_word(found), ngettext("%(n)s team", "%(n)s teams", teams) % {"n": teams}]
        url = reverse("outreach_competitions:competition", args=[found.pk])
        return sections.Section(_("Knowledge competition"), lines, [(_("Lead the competition"), url)])
    if not activity.type.is_competition or activity.state not in _POSSIBLE:
        return None
    if not request.user.has_permission(Permission.WORK_OUTREACH):
        return None
    url = f"{reverse('outreach_competitions:new')}?activity={activity.pk}"
    return sections.Section(_("Knowledge competition"), [_("none prepared yet")], [(_("Prepare a competition"), url)])


def register() -> None:
    """Called when the app is ready."""
    slots.register(sections.SLOT, card, order=40, permission=Permission.READ_OUTREACH)
