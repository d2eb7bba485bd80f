from compliance.models import CaseEntry, CaseFile
from nssf_portal.accounts.models import User


def note(
    case: CaseFile, act: str, *, by: User | None, text: str = "", number: int | None = None, reference: str = ""
) -> CaseEntry:
    """A line of the case's timeline; `number` counts workers or riel, as the act says."""
    return CaseEntry.objects.create(case=case, act=act, by=by, note=text, number=number, reference=reference)
