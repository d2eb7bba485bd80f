"""Where relief of incentives show themselves."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.models import Adjustment, Fine
from enterprises.models import Enterprise
from enterprises.now import Task
from nssf_portal.accounts.permissions import Permission
from nssf_portal.ui import slots


def register() -> None:
    """Called when the app is ready."""
    from compliance.services import adjustments
    from incentives.services import relief_messages, relieving

    relief_messages.register_templates()
    slots.register(adjustments.DECIDED, relieving.follow)
    slots.register("adjustment.page", adjustment_panel, permission=Permission.READ_CASES)
    slots.register("employer.fine", fine_panel)
    slots.register("employer.months", months_panel)
    slots.register("employer.home.side", side_panel, order=40)
    slots.register("employer.now", months_now, order=35)
    slots.register("nav", nav_item, order=68, permission=Permission.READ_INCENTIVES)


def nav_item(request: HttpRequest, _obj: object = None) -> slots.NavItem:
    """Requests that employers made, in the menu of incentives' officers."""
    match = request.resolver_match
    names = ("request", "reason")
    active = bool(match and match.app_name == "relief" and str(match.url_name).startswith(names))
    return slots.NavItem(_("Requests for relief"), reverse("relief:requests"), active=active)


def side_panel(_request: HttpRequest, enterprise: Enterprise) -> slots.Panel:
    return slots.Panel("incentives/employer_relief/panel.html", {"enterprise": enterprise})


def months_panel(_request: HttpRequest, enterprise: Enterprise) -> slots.Panel:
    """Under the months: relief of lateness, of interest, of suspended contracts."""
    return slots.Panel("incentives/employer_relief/months_panel.html", {"enterprise": enterprise})


def fine_panel(request: HttpRequest, fine: Fine) -> slots.Panel:
    """On the employer's page of a fine: ask for its waiver, or see what became of the request."""
    from enterprises.perms import can_manage_enterprise
    from incentives.models import ReliefRequest
    from incentives.services import relieving

    enterprise = fine.case.enterprise
    asked = ReliefRequest.objects.visible_to(request.user).filter(fine=fine, enterprise=enterprise)
    can = relieving.fines_to_ask(enterprise).filter(pk=fine.pk).exists()
    context = {
        "enterprise": enterprise,
        "fine": fine,
        "asked": list(asked),
        "may_ask": can and can_manage_enterprise(request.user, enterprise),
    }
    return slots.Panel("incentives/employer_relief/fine_panel.html", context)


def adjustment_panel(_request: HttpRequest, adjustment: Adjustment) -> slots.Panel | None:
    """What the employer wrote, for the chief inspector who decides on compliance's own page."""
    from incentives.views.relief import request_of

    found = request_of(adjustment)
    if found is None:
        return None
    documents = list(found.documents.select_related("upload"))
    return slots.Panel("incentives/relief/adjustment_panel.html", {"asked": found, "documents": documents})


def months_now(_request: HttpRequest, enterprise: Enterprise) -> list[Task]:
    """Months that were declared before contracts were suspended by relief, or before that was taken back."""
    from compliance.declaring.presenting import month_words
    from incentives.relief_months import waiting_for

    return [
        Task(
            _("Correct %(month)s") % {"month": month_words(month)},
            _("Relief of suspended contracts was decided after you declared this month: declare it again."),
            reverse("employer_declarations:month", args=[enterprise.pk, f"{month:%Y-%m}"]) + "?correct=1",
            _("Look and declare"),
        )
        for month in waiting_for(enterprise)
    ]
