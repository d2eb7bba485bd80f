"""A row for each indicator of the registry, with the institution that answers for it; what officers wrote stays."""

from nssf_portal.accounts.institutions import seed_institutions
from nssf_portal.accounts.models import Institution
from reporting import registry
from reporting.models import Indicator

FUND, SECRETARIAT = "NSSF", "GS-NSPC"
OWNERS = {
    "priority_jobs_study": "CCDIE",
    "data_sharing_study": "MEF",
    "registry_coverage": "MEF",
    "sources_delivering": "MEF",
    "cooperation_agreements": "MLVT",
    "schools_curriculum": "MOEYS",
    "health_care_satisfaction": SECRETARIAT,
    "service_satisfaction": SECRETARIAT,
    "scheme_awareness": SECRETARIAT,
}
"""Whoever leads the row of the action table; the Fund leads the others."""


def seed() -> None:
    """Adds what is missing."""
    every = registry.every()
    known = set(Indicator.objects.values_list("code", flat=True))
    missing = [(order, one) for order, one in enumerate(every, start=1) if one.code not in known]
    if not missing:
        return
    seed_institutions(*{FUND, *OWNERS.values()})
    institutions = dict(Institution.objects.values_list("code", "pk"))
    Indicator.objects.bulk_create(
        [
            Indicator(code=one.code, order=order, owner_id=institutions[OWNERS.get(one.code, FUND)])
            for order, one in missing
        ],
        ignore_conflicts=True,
    )
