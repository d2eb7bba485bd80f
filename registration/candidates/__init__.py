"""Who in the register may be the person being registered: retrieval by indexes, explained scores, masked results."""

from registration.candidates.finding import find_candidates
from registration.candidates.masking import MaskedCandidate, candidates_masked
from registration.candidates.people import POSSIBLE, SAME, UNLIKELY, Candidate, Person, Reason, person_of
from registration.candidates.words import words

__all__ = [
    "POSSIBLE",
    "SAME",
    "UNLIKELY",
    "Candidate",
    "MaskedCandidate",
    "Person",
    "Reason",
    "candidates_masked",
    "find_candidates",
    "person_of",
    "words",
]
