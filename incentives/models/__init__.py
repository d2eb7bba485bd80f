from incentives.models.award import (
    AwardCategory,
    AwardCriterion,
    AwardCycle,
    Candidate,
    EligibilityRow,
    EligibilityRun,
)
from incentives.models.jury import (
    Award,
    AwardVote,
    DeliberationNote,
    Juror,
    JurorConflict,
    JurorScore,
)
from incentives.models.programme import (
    IncentiveRequest,
    PartnerAnswer,
    Programme,
    ProgrammeCondition,
    ProgrammeTerm,
)
from incentives.models.relief import (
    Intervention,
    InterventionLine,
    ReliefContract,
    ReliefDocument,
    ReliefReason,
    ReliefRequest,
)
from incentives.models.study import IncentiveStudy, Simulation, StudyDocument, StudyFigure

__all__ = [
    "Award",
    "AwardCategory",
    "AwardCriterion",
    "AwardCycle",
    "AwardVote",
    "Candidate",
    "DeliberationNote",
    "EligibilityRow",
    "EligibilityRun",
    "IncentiveRequest",
    "IncentiveStudy",
    "Intervention",
    "InterventionLine",
    "Juror",
    "JurorConflict",
    "JurorScore",
    "PartnerAnswer",
    "Programme",
    "ProgrammeCondition",
    "ProgrammeTerm",
    "ReliefContract",
    "ReliefDocument",
    "ReliefReason",
    "ReliefRequest",
    "Simulation",
    "StudyDocument",
    "StudyFigure",
]
