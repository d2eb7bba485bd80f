"""Where events of outreach show themselves: the first page, the footer, the page of an activity."""

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots
from nssf_portal.ui.slots import Panel
from outreach import sections
from outreach.models import Activity
from outreach.sections import Section


def footer_links(_request: HttpRequest, _obj: object = None) -> Panel:
    return Panel("outreach/events/_footer_links.html", {})


def home_panel(_request: HttpRequest, _obj: object = None) -> Panel:
    """The next ones that everybody may come to, and the ways to learn and to book."""
    from outreach import public_calendar

    return Panel("outreach/events/_home_panel.html", {"entries": public_calendar.coming(2)})


def section(request: HttpRequest, activity: Activity) -> Section | None:
    """Who wants to come, as counts; what to prepare only for officers."""
    from outreach.services.signing_up import alive

    if not activity.is_public or not activity.announced_at:
        return None
    rows = alive().filter(activity=activity)
    told = rows.aggregate(people=Sum("people"), children=Sum("childcare"))
    people, children = told["people"] or 0, told["children"] or 0
    lines = [ngettext("%(n)d person signed up.", "%(n)d people signed up.", people) % {"n": people}]
    if activity.capacity:
        lines.append(_("Places: %(n)d.") % {"n": activity.capacity})
    if children:
        lines.append(
            ngettext("%(n)d child to look after.", "%(n)d children to look after.", children) % {"n": children}
        )
    if request.user.has_permission(Permission.READ_OUTREACH):
        needs = rows.exclude(access_needs="").values_list("access_needs", flat=True)[:20]
        lines += [_("To prepare: %(what)s") % {"what": one} for one in needs]
    address = reverse("events:event", args=[activity.pk])
    return Section(_("Sign-ups"), lines, [(_("The public page of the event"), address)])


def register() -> None:
    """Called when the app is ready."""
    slots.register("footer.links", footer_links, order=10)
    slots.register("home.panels", home_panel, order=10)
    slots.register(sections.SLOT, section, order=15)
    from outreach import event_tasks  # noqa: F401  the clock's task must be known to the worker
    from outreach.services import reminding

    reminding.register()
