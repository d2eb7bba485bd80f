"""Who was refused as under age does not get in by another date of birth alone: a document, and an officer who looks.

A refused form keeps nothing in the register. What is remembered is the blind index of the identity number only: in the
session (encrypted), and signed in the form itself, for a page that outlives its session."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing

from registration.identity import identity_index
from registration.reading.checks import UNDER_AGE, CheckedRow, has_error

_KEY, _SALT, _MOST = "registration.under_age", "registration.under_age", 50
MARK = "under_age_mark"
"""The hidden field's name."""


def remember(session: SessionBase, checked: CheckedRow) -> str:
    """Called for a refused form; the mark for the form that is shown again, '' when nobody is under age in it."""
    identity = _identity(checked)
    if not identity or all(problem.code != UNDER_AGE for problem in checked.problems):
        return ""
    known = [one for one in session.get(_KEY, []) if one != identity]
    session[_KEY] = [*known, identity][-_MOST:]
    return signing.dumps(identity, salt=_SALT)  # with the time


def was_refused(session: SessionBase, data: Mapping[str, str], checked: CheckedRow) -> bool:
    """Whether this identity number came with a date of birth under the working age before."""
    identity = _identity(checked)
    return bool(identity) and (identity in session.get(_KEY, []) or identity == _marked(data.get(MARK, "")))


def _identity(checked: CheckedRow) -> str:
    if not checked.id_number or has_error(checked.problems, "identity_number"):
        return ""
    return str(identity_index(checked.id_kind, checked.id_number, checked.nationality or "KH"))


def _marked(mark: str) -> str:
    try:
        return signing.loads(mark, salt=_SALT, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return ""
