from enterprises.models.claim import Claim, ClaimCheck, ClaimDocument, LookUp
from enterprises.models.delivery import BatchColumn, BatchProblem, RegistryBatch, SourceColumn
from enterprises.models.enterprise import Enterprise, Establishment
from enterprises.models.figures import SourceFigure, UnitFigure
from enterprises.models.invitation import Certificate, Invitation
from enterprises.models.matching import MatchCandidate, MatchDecision, MatchRun
from enterprises.models.registry import RegistryPerson, RegistryRecord
from enterprises.models.representative import Representative
from enterprises.models.reregistration import ConfirmationRequest, ConfirmationRound
from enterprises.models.settlement import Settlement
from enterprises.models.source import Source
from enterprises.models.tally import EnterpriseTally

__all__ = [
    "BatchColumn",
    "BatchProblem",
    "Certificate",
    "Claim",
    "ClaimCheck",
    "ClaimDocument",
    "ConfirmationRequest",
    "ConfirmationRound",
    "Enterprise",
    "EnterpriseTally",
    "Establishment",
    "Invitation",
    "LookUp",
    "MatchCandidate",
    "MatchDecision",
    "MatchRun",
    "RegistryBatch",
    "RegistryPerson",
    "RegistryRecord",
    "Representative",
    "Settlement",
    "Source",
    "SourceColumn",
    "SourceFigure",
    "UnitFigure",
]
