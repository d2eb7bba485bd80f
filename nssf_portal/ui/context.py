"""What every template may use: `portal.*`, computed only when a template asks."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from nssf_portal.ui import languages, slots
from nssf_portal.ui.contact import Contact, contact


class Portal:
    """Lazy facts about the page around the content; a page that shows none of them asks no database."""

    def __init__(self, request: HttpRequest):
        self._request = request
        self.demo = settings.DEMO

    @cached_property
    def nav(self) -> list[slots.NavItem]:
        return list(slots.items("nav", self._request))

    @cached_property
    def languages(self) -> list[dict]:
        return languages.switch(self._request)

    @cached_property
    def contact(self) -> Contact:
        return contact()

    @cached_property
    def person(self) -> dict | None:
        """Who is signed in, and as what (an app says it in the slot `who`; else the first role held)."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        role = next(iter(slots.items("who", self._request)), "") or _first_role(user)
        return {"name": str(user.name or user.email or user.phone), "role": role}

    @cached_property
    def second_factor_missing(self) -> bool:
        """Staff on a password alone: said on every page of the demonstration, refused elsewhere."""
        from nssf_portal.accounts.mfa import second_factor_missing  # models are not loaded when settings name this

        user = getattr(self._request, "user", None)
        return user is not None and second_factor_missing(user)


def portal(request: HttpRequest) -> dict:
    return {"portal": Portal(request)}


def _first_role(user) -> str:
    grants = user.active_grants
    if not grants:
        return ""
    office = grants[0].office or grants[0].institution
    return ", ".join(str(part) for part in (grants[0].get_role_display(), office) if part)
