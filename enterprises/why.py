"""The one document that would do, why it is asked for, and by which line of the law book's list."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Claim
from nssf_portal.law.enums import DocumentKind, Procedure, Requirement
from nssf_portal.law.models import ChecklistItem

_REASONS = {
    "represented": gettext_lazy(
        "Somebody else acts for this enterprise already, so an officer looks at your document."
    ),
    "authorised": gettext_lazy("No registry names you, because you act for the owner or director."),
    "household": gettext_lazy("No registry knows households; the document shows who employs."),
    "certificate": gettext_lazy("The registries we can ask do not hold these certificates yet."),
    "no_number": gettext_lazy("Without a number we cannot ask a registry; the document shows who you are."),
    "registry_down": gettext_lazy("A registry did not answer just now, so we could not see your name there."),
    "not_found": gettext_lazy("No registry knows this number."),
    "not_named": gettext_lazy("The registries do not name you as owner or director with this identity document."),
}


@dataclass(frozen=True)
class DocumentWords:
    name: str
    reason: str
    source: str
    confirmed: bool


def document_words(claim: Claim) -> DocumentWords | None:
    """None when no document is needed."""
    if not claim.needed_document:
        return None
    items = ChecklistItem.objects.in_force(timezone.localdate()).filter(procedure=Procedure.PORTAL)
    item = items.filter(document=claim.needed_document).exclude(requirement=Requirement.ABOLISHED).first()
    reason = str(_REASONS.get(claim.needed_why, _("An officer compares it with what you wrote.")))
    name = str(DocumentKind(claim.needed_document).label)
    return DocumentWords(name, reason, item.source if item else "", item.confirmed if item else False)
