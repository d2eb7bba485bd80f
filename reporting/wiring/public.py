"""Where the public progress of the plan shows itself: the footer of every page."""

from django.http import HttpRequest

from nssf_portal.ui import slots
from nssf_portal.ui.slots import Panel


def footer_link(_request: HttpRequest, _obj: object = None) -> Panel:
    return Panel("reporting/public/_footer_link.html", {})


def register() -> None:
    """Called when the app is ready."""
    slots.register("footer.links", footer_link, order=30)
