"""The poster at the door: the code, and what happens when one scans it, in the poster's language."""

from typing import Any

from django.utils import translation

from nssf_portal.documents.pdf import qr_png
from nssf_portal.places.names import place_name
from outreach import door
from outreach.models import Activity

TEMPLATE = "outreach/attendance/poster.html"
_SCALE = 12  # so that it is read from two steps away


def context_of(activity: Activity, language: str) -> dict[str, Any]:
    """What is printed; the code leads to the poster's own language."""
    url = door.address(activity, language)
    with translation.override(language):
        place = place_name(activity.place_code)
    return {
        "activity": activity,
        "place": place,
        "door_url": url,
        "qr_big": qr_png(url, scale=_SCALE),
        "digits": "khmer" if language == "km" else "latin",
    }
