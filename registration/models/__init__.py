from registration.models.application import (
    Application,
    ApplicationCandidate,
    ApplicationCheck,
    ApplicationDocument,
    ApplicationNumber,
    ApplicationStep,
    Consent,
    Interest,
)
from registration.models.card import Card, CardKey
from registration.models.confirmation import EmploymentConfirmation
from registration.models.core import (
    AppBeginning,
    CoreDelta,
    CoreDeltaProblem,
    Reconciliation,
    ReconciliationDifference,
)
from registration.models.dependency import Dependency
from registration.models.employment import Employment
from registration.models.export import ExportRequest
from registration.models.member import Member, MemberIdentifier, MemberName
from registration.models.pair import Correction, DuplicatePair, Merge, WrongReport
from registration.models.point import PointHours, ServicePoint
from registration.models.priority import PriorityGroup
from registration.models.proof import MemberProof
from registration.models.roster import (
    ColumnMapping,
    Leaver,
    Roster,
    RosterColumn,
    RosterEdit,
    RosterProblem,
    RosterRow,
)
from registration.models.self_service import (
    OwnAccess,
    PaidMonth,
    Reattachment,
    SurveyAnswer,
    SurveyUsed,
    VoluntaryStop,
)
from registration.models.service import Call, CallAttempt, CallBack, Complaint, Review, Tip, TipSource
from registration.models.study import FamilyPackage, PriorityCriterion, PriorityFigure
from registration.models.tally import ApplicationTally, MemberStock, MemberTally
from registration.models.unit import (
    CardHandover,
    MobileUnit,
    StopApplication,
    StopBooking,
    StopTeamMember,
    UnitStop,
)

__all__ = [
    "AppBeginning",
    "Application",
    "ApplicationCandidate",
    "ApplicationCheck",
    "ApplicationDocument",
    "ApplicationNumber",
    "ApplicationStep",
    "Call",
    "CallAttempt",
    "CallBack",
    "Card",
    "CardHandover",
    "CardKey",
    "ColumnMapping",
    "Complaint",
    "Consent",
    "CoreDelta",
    "CoreDeltaProblem",
    "Correction",
    "Dependency",
    "DuplicatePair",
    "Employment",
    "EmploymentConfirmation",
    "ExportRequest",
    "FamilyPackage",
    "Interest",
    "Leaver",
    "Member",
    "MemberIdentifier",
    "MemberName",
    "MemberProof",
    "ApplicationTally",
    "MemberStock",
    "MemberTally",
    "Merge",
    "MobileUnit",
    "OwnAccess",
    "PaidMonth",
    "PointHours",
    "PriorityCriterion",
    "PriorityFigure",
    "PriorityGroup",
    "Reattachment",
    "Reconciliation",
    "ReconciliationDifference",
    "Review",
    "Roster",
    "RosterColumn",
    "RosterEdit",
    "RosterProblem",
    "RosterRow",
    "ServicePoint",
    "StopApplication",
    "StopBooking",
    "StopTeamMember",
    "SurveyAnswer",
    "SurveyUsed",
    "Tip",
    "TipSource",
    "UnitStop",
    "VoluntaryStop",
    "WrongReport",
]
