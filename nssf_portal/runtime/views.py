"""The one address load balancers ask."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nssf_portal.runtime import readiness


@transaction.non_atomic_requests  # with the database down, opening the request's transaction would be the answer
@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database and broker answer, else 503; says which, and nothing else."""
    answers = [readiness.check_database(), readiness.check_broker()]
    ok = all(answer.ok for answer in answers)
    body = {"ok": ok} | {answer.name: answer.ok for answer in answers}
    return JsonResponse(body, status=200 if ok else 503)
