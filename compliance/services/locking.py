"""A case is locked before anything is asked of it: a double click waits, and finds what the first one made."""

from django.utils.translation import gettext as _

from compliance.enums import CaseState
from compliance.models import CaseFile
from compliance.services.refusing import Refused


def lock(case: CaseFile) -> CaseFile:
    """The row as it is now, held until the transaction ends; rows that only point at it are not held up."""
    return CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)


def require_open(locked: CaseFile, move: str) -> CaseFile:
    """Refused in a closed case: a chief opens it again first."""
    if locked.state == CaseState.CLOSED:
        raise Refused(_("This case is closed."), locked, move)
    return locked
