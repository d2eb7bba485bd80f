from compliance.models.case import (
    CaseEntry,
    CaseFile,
    CaseInspector,
    Evidence,
    Finding,
    FoundWorker,
    PersonPresent,
    Visit,
    VisitAnswer,
)
from compliance.models.checklist import Checklist, ChecklistQuestion, ViolationType
from compliance.models.conflict import ConflictOfInterest
from compliance.models.cooperation import ListShare, PartyField, Referral, UnitQuestion
from compliance.models.declaration import Declaration, DeclarationLine, DeclarationTally, Payment, PaymentBatch
from compliance.models.fine import Adjustment, Fine, SuspendedContract
from compliance.models.minutes import Minutes
from compliance.models.notice import Notice, NoticeReply, ReplyDocument
from compliance.models.power import Acknowledgement, Guideline, LegalText, LegalTextStep, Power, Recommendation
from compliance.models.standing import StandingCertificate, StandingRow
from compliance.models.target import NudgeLetter, TargetLine, TargetList, TargetReason, TargetWeight

__all__ = [
    "Acknowledgement",
    "Adjustment",
    "CaseEntry",
    "CaseFile",
    "CaseInspector",
    "Checklist",
    "ChecklistQuestion",
    "ConflictOfInterest",
    "Declaration",
    "DeclarationLine",
    "DeclarationTally",
    "Evidence",
    "Finding",
    "Fine",
    "FoundWorker",
    "Guideline",
    "LegalText",
    "LegalTextStep",
    "ListShare",
    "Minutes",
    "Notice",
    "NoticeReply",
    "NudgeLetter",
    "PartyField",
    "Payment",
    "PaymentBatch",
    "PersonPresent",
    "Power",
    "Recommendation",
    "Referral",
    "ReplyDocument",
    "StandingCertificate",
    "StandingRow",
    "SuspendedContract",
    "TargetLine",
    "TargetList",
    "TargetReason",
    "TargetWeight",
    "UnitQuestion",
    "ViolationType",
    "Visit",
    "VisitAnswer",
]
