from enterprises.models.claim import Claim, ClaimCheck, ClaimDocument, LookUp
from enterprises.models.enterprise import Enterprise, Establishment
from enterprises.models.invitation import Certificate, Invitation
from enterprises.models.registry import RegistryPerson, RegistryRecord, Source
from enterprises.models.representative import Representative

__all__ = [
    "Certificate",
    "Claim",
    "ClaimCheck",
    "ClaimDocument",
    "Enterprise",
    "Establishment",
    "Invitation",
    "LookUp",
    "RegistryPerson",
    "RegistryRecord",
    "Representative",
    "Source",
]
