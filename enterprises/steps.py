"""Which pages a claim has, and where its author left off."""

from enterprises.enums import ClaimPath, ClaimState, LookUpState
from enterprises.models import Claim

SEND = "send"


def steps_of(claim: Claim) -> list[str]:
    """The pages of this claim in order; of a returned one, those that must be answered again and no others."""
    if claim.state == ClaimState.RETURNED:
        return [name for name in ("person", "data", "document") if name in claim.returned_fields]
    steps = ["what"]
    if claim.path not in (ClaimPath.NONE, ClaimPath.HOUSEHOLD):
        steps.append("number")
    if claim.asks_registries:
        steps.append("found")
    steps.append("person")
    if asks_data(claim):
        steps.append("data")
    if claim.needed_document or not claim.identity_blind:
        steps.append("document")  # before the checks ran nobody knows; the bar must not grow later
    return steps


def asks_data(claim: Claim) -> bool:
    """Only what nobody holds is asked; what others hold is confirmed by who proved to be owner or director."""
    is_known = claim.asks_registries and claim.look_up_state == LookUpState.FOUND
    return not is_known or not claim.needed_why


def next_step(claim: Claim) -> str:
    """The first page without an answer; `send` when all have one."""
    if claim.state == ClaimState.RETURNED:
        return _next_returned(claim)
    if claim.asks_registries and not claim.look_up_state:
        return "number"
    if claim.path in (ClaimPath.ONE_WINDOW, ClaimPath.INFORMAL) and not claim.certificate_number:
        return "number"
    if claim.asks_registries and claim.look_up_state == LookUpState.NOT_FOUND:
        return "found"
    if not claim.identity_blind:
        return "person"
    if asks_data(claim) and not claim.confirmed_at:
        return "data"
    if claim.needed_document and not claim.documents.exists():
        return "document"
    return SEND


def _next_returned(claim: Claim) -> str:
    """Each answer leads on, the last one sends; a document asked again must be a new one."""
    asked = "document" in claim.returned_fields
    return "document" if asked and not claim.documents.filter(added_at__gt=claim.submitted_at).exists() else SEND


def place_of(claim: Claim, name: str) -> tuple[int, int]:
    steps = steps_of(claim)
    return steps.index(name) + 1, len(steps)
