"""Possible duplicates of one person in the whole register, whatever the office."""

from registration.candidates.people import Candidate, Person
from registration.candidates.retrieval import retrieve
from registration.candidates.scoring import Shared, judge, rules

MOST = 20


def find_candidates(person: Person, *, limit: int = MOST) -> list[Candidate]:
    """Members who may be this person, likeliest first, each with the reasons; `unlikely` ones only near the limit.

    Who sees them is the caller's matter: an officer of the case, or `candidates_masked`."""
    found, by = retrieve(person), rules()
    judged = []
    for member in found.members:
        shared = Shared(member.pk in found.by_number, member.pk in found.by_phone, found.common_name)
        score, band, reasons = judge(person, member, shared, by)
        if score >= by["threshold.shown"]:
            judged.append(Candidate(member.pk, score, band, reasons))
    return sorted(judged, key=lambda c: (-c.score, c.member_id))[:limit]
