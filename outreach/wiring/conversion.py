"""Where conversion shows itself: registration tells of what was begun, and the clock counts at night."""

from nssf_portal.ui import slots


def register() -> None:
    """Called when the app is ready."""
    from outreach.services.beginning import begun
    from registration.views.register.arrival import BEGUN

    slots.register(BEGUN, begun)
