"""`/verify/`: anybody with a paper in hand learns whether it is ours and still valid, and nothing more."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nssf_portal.documents.services import find_issued
from nssf_portal.law.limits import client_address, within_limit
from nssf_portal.references import normalise


@login_not_required
@never_cache
@require_safe
def verify_start(request: HttpRequest) -> HttpResponse:
    """A box for the code printed under the QR; a code typed here leads to its own address."""
    typed = request.GET.get("code", "").strip()
    if code := normalise(typed):
        return redirect("verify", code=code)
    return render(request, "documents/verify.html", {"typed": typed, "state": "unknown" if typed else "asking"})


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, revoked or unknown, with the name on the paper; asked too often: 429."""
    if not within_limit("verify.limit", client_address(request)):
        return render(request, "documents/verify.html", {"state": "limit", "typed": ""}, status=429)
    document = find_issued(code)
    if document is None:
        return render(request, "documents/verify.html", {"state": "unknown", "typed": code[:30]}, status=404)
    state = "valid" if document.is_valid else "revoked"
    return render(request, "documents/verify.html", {"state": state, "document": document, "typed": ""})
