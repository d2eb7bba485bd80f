"""The employer's own answers, twice a year."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compliance import facts
from compliance.enums import CaseKind
from compliance.forms_cases import ChecklistForm
from compliance.services import checklists, self_declaring
from enterprises.models import Enterprise
from nssf_portal.workflow import NotPossible


@require_http_methods(["GET", "HEAD", "POST"])
def self_declaration(request: HttpRequest, enterprise_id: uuid.UUID) -> HttpResponse:
    """The checklist; what the registers prove is shown and not asked."""
    found = get_object_or_404(Enterprise.objects.represented_by(request.user), pk=enterprise_id)
    sent = self_declaring.declared(found)
    checklist = checklists.published(CaseKind.SELF_DECLARATION)
    questions = list(checklist.questions.all()) if checklist else []
    known = facts.proven(found, questions, get_language() or "km")
    asked = [question for question in questions if question.proven_by not in known]
    posted = request.POST if request.method == "POST" else None
    form = ChecklistForm(posted, questions=asked, with_submission_id=True)
    if request.method == "POST" and form.is_valid():
        try:
            self_declaring.declare(
                found, form.answers, by=request.user, submission_id=form.cleaned_data["submission_id"]
            )
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Your answers are sent. The Fund looks at them and tells you."))
            return redirect("employer_cases:self_declaration", found.pk)
    context = {
        "enterprise": found,
        "form": form,
        "sent": sent,
        "last": self_declaring.half_year(timezone.localdate())[1],
        "proven": [(question, known[question.proven_by]) for question in questions if question.proven_by in known],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "compliance/cases/self_declaration.html", context, status=status)
