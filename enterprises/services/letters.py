"""The letters of a round: one PDF for the printer, one page for each enterprise, in Khmer and English."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from enterprises.models import ConfirmationRequest, ConfirmationRound
from nssf_portal.documents import types
from nssf_portal.documents.pdf import qr_png, typeset
from nssf_portal.documents.services import take_in
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.ids import uuid7
from nssf_portal.jobs.services import Running
from nssf_portal.places.names import place_name

TEMPLATE = "pdf/confirmation_letters.html"
KIND = "letters"


def make(made: ConfirmationRound, running: Running | None = None) -> bool:
    """The letters of all whose code no letter carries yet; False: there are none. Raises PdfUnavailable.

    Effects: one encrypted file, the round points to it, and the codes are known nowhere but there."""
    while rows := _waiting(made):
        # A thousand pages take a while: nobody who cancels or looks waits for them.
        content = typeset(TEMPLATE, context_of(made, rows), "km")
        if _keep(made, rows, content, running):
            return True
    return False


def _waiting(made: ConfirmationRound) -> list[ConfirmationRequest]:
    waiting = made.requests.exclude(code_cipher=None).filter(state__in=["ready", "sent", "opened"])
    return list(waiting.select_related("enterprise").order_by("enterprise__commune_code", "pk"))


@transaction.atomic
def _keep(made: ConfirmationRound, rows: list[ConfirmationRequest], content: bytes, running: Running | None) -> bool:
    """False when requests were answered, cancelled or given new codes meanwhile: then the letters are made anew."""
    locked = ConfirmationRound.objects.select_for_update().get(pk=made.pk)
    if [(row.pk, row.code_digest) for row in _waiting(locked)] != [(row.pk, row.code_digest) for row in rows]:
        return False
    file = SimpleUploadedFile(f"{locked.reference}.pdf", content)
    upload = take_in(file, kind=KIND, by=locked.by, allowed=(types.PDF,), submission_id=uuid7())
    ConfirmationRound.objects.filter(pk=locked.pk).update(letters=upload)
    ConfirmationRequest.objects.filter(pk__in=[row.pk for row in rows]).update(code_cipher=None)
    if running:
        running.advance(len(rows), len(rows))
    return True


def context_of(made: ConfirmationRound, rows: list[ConfirmationRequest]) -> dict[str, Any]:
    """What the letters say; each code is read once, for its own page."""
    return {
        "round": made,
        "today": timezone.localdate(),
        "page_url": address(),
        "letters": [_letter(row) for row in rows],
        "draft": False,
    }


def _letter(row: ConfirmationRequest) -> dict[str, Any]:
    code = decrypt(row.code_cipher, row.pk.bytes).decode()
    place = row.enterprise.commune_code
    return {
        "enterprise": row.enterprise,
        "place_km": place_name(place, "km"),
        "place_en": place_name(place, "en"),
        "reference": row.reference,
        "code": f"{code[:4]}-{code[4:]}",
        "qr_src": qr_png(address(row.reference), scale=5),
    }


def address(reference: str = "") -> str:
    """The page where a letter is answered; its QR code holds the reference and never the code."""
    with translation.override("km"):
        page = settings.PUBLIC_URL.rstrip("/") + reverse("confirm_data:start")
    return f"{page}?r={reference}" if reference else page
