"""A file given as evidence: scanned, its type looked at, its size brought down; why not, said at the field."""

from django.http import HttpRequest

from nssf_portal.documents.services import UploadRefused
from registration.forms.register.base import StepForm
from registration.models import Application
from registration.services import applications
from registration.views.register.access import actor


def taken(request: HttpRequest, application: Application, form: StepForm) -> bool:
    """False when it can't be taken; the form then says why and carries another submission id."""
    data = form.cleaned_data
    submission = data["submission_id"]
    try:
        applications.add_document(
            application, data["file"], kind=data["kind"], submission_id=submission, by=actor(request)
        )
    except UploadRefused as refused:
        form.add_error("photo" if form.files.get("photo") else "file", refused)
        form.renew_submission()
        return False
    return True
