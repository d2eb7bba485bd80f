from registration.models.employment import Employment
from registration.models.export import ExportRequest
from registration.models.member import Member, MemberIdentifier, MemberName
from registration.models.pair import Correction, DuplicatePair, Merge, WrongReport
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
from registration.models.tally import MemberTally

__all__ = [
    "ColumnMapping",
    "Correction",
    "DuplicatePair",
    "Employment",
    "ExportRequest",
    "Leaver",
    "Member",
    "MemberIdentifier",
    "MemberName",
    "MemberProof",
    "MemberTally",
    "Merge",
    "Roster",
    "RosterColumn",
    "RosterEdit",
    "RosterProblem",
    "RosterRow",
    "WrongReport",
]
