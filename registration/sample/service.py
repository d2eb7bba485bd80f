"""A few invented calls owed, tips and complaints, so that no list of the demonstration is empty."""

import uuid

from django.db import transaction

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Office, User
from registration.models import Complaint
from registration.services import call_backs, complaints, tips

_SPACE = uuid.UUID("8e2f1d34-6c1b-4a0a-9f57-2b3c4d5e6f70")
_CALLS = (
    ("+85512000101", "register", "evening", "km"),
    ("+85512000102", "status", "any", "km"),
    ("+85512000103", "card", "morning", "en"),
)
_TIPS = (
    ("not_registered", "ទូកត្រីសួស្ដី", "12", "មានមនុស្សប្រហែល ១២ នាក់ធ្វើការរាល់ថ្ងៃ។", "ជារៀងរាល់ថ្ងៃ", "012 000 111"),
    ("lower_wage", "", "", "ប្រាក់ឈ្នួលក្នុងបញ្ជីទាបជាងអ្វីដែលគេបើក។", "ខែតុលា", ""),
    ("not_paid", "Blue Kite Packing", "17", "Money is kept back every month, nothing is paid.", "since May", ""),
)
_COMPLAINTS = (
    ("delay", "ខ្ញុំរង់ចាំប៉ុន្មានសប្ដាហ៍ហើយ មិនទាន់មានចម្លើយ។", "12", ""),
    ("money", "មានគេសុំលុយ ៥ ដុល្លារដើម្បីឱ្យលឿន។", "17", "បុរសម្នាក់ពាក់វ៉ែនតា"),
    ("data", "ឈ្មោះខ្ញុំសរសេរខុស។", "", ""),
)


@transaction.atomic
def load(*, answered_by: User, employer_number: str) -> None:
    """Through the same doors as everybody's; a second run changes nothing."""
    for number, (phone, topic, best_time, language) in enumerate(_CALLS):
        call_backs.ask(
            phone=phone, topic=topic, best_time=best_time, language=language, submission_id=_key("call", number)
        )
    for number, row in enumerate(_TIPS):
        _tip(number, *row, employer_number=employer_number)
    for number, row in enumerate(_COMPLAINTS):
        _complaint(number, *row)
    _answer_one(answered_by)


def _key(what: str, number: int) -> uuid.UUID:
    return uuid.uuid5(_SPACE, f"{what}:{number}")


def _tip(
    number: int, about: str, name: str, place: str, text: str, seen: str, contact: str, *, employer_number: str
) -> None:
    """One without a name is about the enterprise of the demonstration's employer."""
    known = None if name else Enterprise.objects.filter(nssf_number=employer_number).first()
    tips.give(
        about=about,
        enterprise=known,
        enterprise_typed="" if known else name or "?",
        place_code=place,
        text=text,
        seen=seen,
        contact=contact,
        submission_id=_key("tip", number),
    )


def _complaint(number: int, about: str, text: str, office: str, person: str) -> None:
    complaints.complain(
        about=about,
        text=text,
        office=Office.objects.filter(tree=Office.Tree.NSSF, code=office).first() if office else None,
        person_typed=person,
        submission_id=_key("complaint", number),
    )


def _answer_one(by: User) -> None:
    made = Complaint.objects.get(submission_id=_key("complaint", 2))
    if made.is_open:
        complaints.answer(made, text="ឈ្មោះត្រូវបានកែហើយ។ សូមអរគុណដែលប្រាប់យើង។", by=by)
