"""Agreements of a demonstration: the stand-ins' subsystems and what they may ask the Fund."""

from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import Institution
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.provider.models import PartnerClient, PartnerGrant

OBR = "CAMBODIA/GOV/OBR-DEV/REGISTRY"
GDT = "CAMBODIA/GOV/GDT-DEV/TAXPAYERS"
CCDIE = "CAMBODIA/GOV/CCDIE-DEV/CAM-IE"
BANK = "CAMBODIA/COM/SMEBANK-DEV/LOANS"
# client: name, institution, source, and what it may use with the fields beyond the least
PARTNERS: dict[str, tuple[str, str, str, dict[str, list[str]]]] = {
    OBR: (
        "Online business registration (sample)",
        "MEF",
        "obr",
        {"business-push": [], "enterprise-status": ["nssf_number", "name", "since", "verification"]},
    ),
    GDT: (
        "General Department of Taxation (sample)",
        "GDT",
        "gdt",
        {"enterprise-status": ["nssf_number", "staff_band"], "enterprise-counts": []},
    ),
    CCDIE: (
        "Informal economy platform (sample)",
        "CCDIE",
        "informal",
        {"informal-worker-push": [], "worker-status": []},
    ),
    BANK: ("SME Bank (sample)", "SMEBANK", "", {"incentive-requests": [], "incentive-answers": []}),
}


@transaction.atomic
def make_partners() -> None:
    """Whatever of them is missing; a second run changes nothing."""
    institutions = dict(Institution.objects.values_list("code", "pk"))
    with acting(by=None, action="demo.partners"):
        for client, (name, institution, source, services) in PARTNERS.items():
            values = {"name": name, "institution_id": institutions.get(institution), "source": source}
            partner, _made = PartnerClient.objects.get_or_create(client=client, defaults=values)
            for service, fields in services.items():
                _grant(partner, service, fields)


def _grant(partner: PartnerClient, service: str, fields: list[str]) -> None:
    values = {
        "fields": fields,
        "purpose": "Demonstration",
        "legal_ground": "None: sample data only",
        "since": timezone.localdate(),
    }
    PartnerGrant.objects.get_or_create(client=partner, service=service, until=None, defaults=values)
