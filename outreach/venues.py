"""Where an activity is held: its place in words, and a plain link to a map."""

from nssf_portal.places.names import place_name
from outreach.models import Activity

_MAP = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"


def map_url(activity: Activity) -> str:
    """OpenStreetMap at the venue; empty when nobody wrote its position down."""
    if activity.latitude is None or activity.longitude is None:
        return ""
    return _MAP.format(lat=activity.latitude, lon=activity.longitude)


def where(activity: Activity) -> str:
    """Venue and commune."""
    return ", ".join(part for part in (activity.venue, place_name(activity.place_code)) if part)
