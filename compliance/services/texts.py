"""Legal texts on their way from a gap to force (plan 4.3); every step says when, who, and what remains."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import TextState
from compliance.models import LegalText, LegalTextStep
from compliance.services.refusing import Refused
from compliance.workflow import LEGAL_TEXT
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents.models import Upload

UNFINISHED = (TextState.NEEDED, TextState.DRAFTING, TextState.CONSULTED, TextState.SIGNED)
_DATED = {"put_in_force": "in_force_on", "repeal": "repealed_on"}


def is_overdue(text: LegalText, on: date | None = None) -> bool:
    """Wanted by a day that is over, and not in force."""
    return text.state in UNFINISHED and text.due_on is not None and text.due_on < (on or timezone.localdate())


def moves_of(text: LegalText) -> list[str]:
    """The steps that are open from here."""
    return [move for move in LEGAL_TEXT.moves if LEGAL_TEXT.allows(text, move)]


@transaction.atomic
def begin(*, by: User, **fields: Any) -> LegalText:
    """A text that is missing. Effects: the text, its first step."""
    with acting(by=by, action="text.begin"):
        text = LegalText.objects.create(**fields)
        LegalTextStep.objects.create(text=text, state=text.state, by=by, note=text.note)
    return text


@transaction.atomic
def step(text: LegalText, move: str, *, note: str, by: User, on: date | None = None) -> LegalText:
    """One step further; into force and out of it only with the day. Effects: the state, a line of its history."""
    dated = _DATED.get(move)
    if dated and on is None:
        raise Refused(_("Say from which day: no text is in force, or repealed, without its date."), text, move)
    if move == "repeal" and on and text.in_force_on and on < text.in_force_on:
        raise Refused(_("A text cannot be repealed before it is in force."), text, move)
    with acting(by=by, action=f"text.{move}"):
        moved = LEGAL_TEXT.transition(text, move, **({dated: on} if dated else {}))
        LegalTextStep.objects.create(text=moved, state=moved.state, by=by, note=note)
    return moved


@transaction.atomic
def amend(text: LegalText, *, by: User, upload: Upload | None = None, **fields: Any) -> LegalText:
    """Title, reference, institution, wanted-by date, note, and the text itself as a file."""
    locked = LegalText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    changes = fields | ({"upload": upload} if upload else {})
    for name, value in changes.items():
        setattr(locked, name, value)
    with acting(by=by, action="text.amend"):
        locked.save(update_fields=list(changes))
    return locked
