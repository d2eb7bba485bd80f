"""The board: what waits for whom, the overdue first."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from compliance.owing import KINDS, owed
from compliance.views.cooperation_page import BOARD, any_of, page
from nssf_portal.accounts.permissions import Permission

_PAGE = 25


@require_safe
@any_of(*BOARD)
def board(request: HttpRequest) -> HttpResponse:
    """Everything open between the Fund and the others, as far as it is the reader's."""
    rows = owed(request.user)
    kinds, kind = Counter(row.kind for row in rows), request.GET.get("kind", "")
    chosen = [row for row in rows if not kind or row.kind == kind]
    who = Counter(row.who for row in chosen)
    named = request.GET.get("who", "")
    chosen = [row for row in chosen if not named or row.who == named]
    context = {
        "page": Paginator(chosen, _PAGE).get_page(request.GET.get("page")),
        "kinds": [(code, label, kinds[code]) for code, label in KINDS.items() if kinds[code]],
        "kind": kind,
        "who": who.most_common(12),
        "named": named,
        "all": len(rows),
        "late": sum(1 for row in rows if row.late),
        "mine": sum(1 for row in rows if row.mine),
        "partner": not request.user.has_permission(Permission.READ_CASES),
    }
    return page(request, "board", context)
