from registration.models.employment import Employment
from registration.models.member import Member, MemberIdentifier, MemberName
from registration.models.pair import Correction, DuplicatePair, Merge, WrongReport
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
    "Leaver",
    "Member",
    "MemberIdentifier",
    "MemberName",
    "MemberTally",
    "Merge",
    "Roster",
    "RosterColumn",
    "RosterEdit",
    "RosterProblem",
    "RosterRow",
    "WrongReport",
]
