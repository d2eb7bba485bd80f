"""The page for those who write programmes that use the API."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nssf_portal.api import webhooks
from nssf_portal.api.problems import TITLES
from nssf_portal.api.scopes import all_scopes

_SCRIPT = settings.BASE_DIR / "docs" / "examples" / "submit_roster.py"


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """How to get a key, send a list, read its state, be told, and what each error means."""
    context = {
        "base": f"{settings.PUBLIC_URL.rstrip('/')}/api/v1",
        "scopes": all_scopes(),
        "events": webhooks.events().items(),
        "problems": [(code, status, title) for code, (status, title) in TITLES.items()],
        "script": _SCRIPT.read_text(encoding="utf-8") if _SCRIPT.exists() else "",
    }
    return render(request, "api/developers.html", context)
