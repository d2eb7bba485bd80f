"""Where plain words show themselves: the footer of every page."""

from django.http import HttpRequest

from nssf_portal.ui import slots


def footer_link(_request: HttpRequest, _obj: object = None) -> slots.Panel:
    return slots.Panel("outreach/library/_footer_link.html", {})


def register() -> None:
    """Called when the app is ready."""
    slots.register("footer.links", footer_link, order=12)
