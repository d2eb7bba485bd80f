"""How the ranking works: the weights with their source, what came of earlier lists, and what is never shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from compliance.enums import Signal
from compliance.targeting import hits
from nssf_portal import law
from nssf_portal.accounts.decorators import require_permission
from nssf_portal.accounts.permissions import Permission

_RULES = (
    ("target.random_share", _("Share drawn by lot")),
    ("target.district_floor", _("At least from each district")),
    ("target.next_times", _("So many times the capacity wait next in line")),
    ("target.months_back", _("How far back lateness counts")),
    ("target.nudge_days", _("Time to register after the letter")),
)


@require_safe
@require_permission(Permission.READ_TARGETS)
def how(request: HttpRequest) -> HttpResponse:
    """For everybody who works with a list; nothing here names an enterprise or compares offices."""
    rates = hits.rates()
    context = {
        "weights": _weights({rate.key: rate for rate in rates.by_signal}),
        "rates": rates,
        "rules": [{"code": code, "label": label} for code, label in _RULES],
    }
    return render(request, "compliance/targets/ranking.html", context)


def _weights(rates: dict[str, hits.Rate]) -> list[dict[str, Any]]:
    """Each reason with the most it can give, strongest first."""
    rows = [_weight(str(signal), signal.label, rates[str(signal)]) for signal in Signal]
    return sorted(rows, key=lambda row: row["most"], reverse=True)


def _weight(signal: str, label: object, rate: hits.Rate) -> dict[str, Any]:
    code = f"target.weight.{signal}"
    try:
        found = law.value(code)
    except law.NoLawInForce:
        return {"label": label, "code": code, "most": 0.0, "source": "", "rate": rate}
    return {"label": label, "code": code, "most": float(found.value), "source": found.source, "rate": rate}
