"""Guidelines, read and acknowledged by inspectors, written by chiefs; a published version never changes."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance import forms_powers as forms
from compliance.models import Acknowledgement, Guideline
from compliance.perms import may_manage_powers
from compliance.services import guidelines
from compliance.views.powers import ASK, FOLDER, READ, manages, tell
from nssf_portal.accounts.decorators import require_permission


@require_safe
@require_permission(READ)
def guideline_list(request: HttpRequest) -> HttpResponse:
    """Versions in use, with what the reader has not acknowledged; drafts for chiefs only."""
    may_manage = may_manage_powers(request.user)
    read = set(Acknowledgement.objects.filter(user=request.user).values_list("guideline_id", flat=True))
    context = {
        "rows": [(found, found.pk in read) for found in guidelines.current()],
        "drafts": Guideline.objects.filter(published_at__isnull=True) if may_manage else [],
        "may_manage": may_manage,
        "tab": "guidelines",
    }
    return render(request, f"{FOLDER}/guidelines.html", context)


@require_safe
@require_permission(READ)
def guideline(request: HttpRequest, guideline_id: uuid.UUID) -> HttpResponse:
    """One version; a chief also sees who of the chief's offices has not read it."""
    found = get_object_or_404(Guideline, pk=guideline_id)
    may_manage = may_manage_powers(request.user)
    if found.published_at is None and not may_manage:
        raise Http404
    current = guidelines.current().filter(code=found.code).first()
    context = {
        "guideline": found,
        "is_current": current == found,
        "read": found.acknowledgements.filter(user=request.user).first(),
        "not_yet": guidelines.not_yet(found, request.user) if may_manage and current == found else [],
        "versions": Guideline.objects.filter(code=found.code, published_at__isnull=False),
        "may_manage": may_manage,
        "tab": "guidelines",
    }
    return render(request, f"{FOLDER}/guideline.html", context)


@ASK
@manages
def guideline_new(request: HttpRequest) -> HttpResponse:
    """The first draft of a guideline."""
    form = forms.NewGuidelineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = guidelines.draft(by=request.user, code=form.code(), **form.cleaned_data)
        return redirect("powers:guideline_edit", draft.pk)
    context = {"form": form, "tab": "guidelines"}
    return render(request, f"{FOLDER}/guideline_new.html", context, status=422 if form.errors else 200)


@require_POST
@manages
def guideline_next(request: HttpRequest, guideline_id: uuid.UUID) -> HttpResponse:
    """The next version, begun with the words of this one."""
    found = get_object_or_404(Guideline, pk=guideline_id)
    draft = guidelines.draft(by=request.user, code=found.code)
    return redirect("powers:guideline_edit", draft.pk)


@ASK
@manages
def guideline_edit(request: HttpRequest, guideline_id: uuid.UUID) -> HttpResponse:
    """A draft in both languages; saved as often as needed."""
    found = get_object_or_404(Guideline, pk=guideline_id)
    if found.published_at:
        return redirect("powers:guideline", found.pk)
    form = forms.GuidelineForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        tell(request, lambda: guidelines.write(found, by=request.user, **form.cleaned_data), _("Saved."))
        return redirect("powers:guideline", found.pk)
    context = {"form": form, "guideline": found, "tab": "guidelines"}
    return render(request, f"{FOLDER}/guideline_edit.html", context, status=422 if form.errors else 200)


@require_POST
@manages
def guideline_publish(request: HttpRequest, guideline_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Guideline, pk=guideline_id)
    done = _("Published. Every inspector is asked to read it.")
    if found.body_km and found.body_en:
        tell(request, lambda: guidelines.publish(found, by=request.user), done)
    else:
        return redirect("powers:guideline_edit", found.pk)
    return redirect("powers:guideline", found.pk)


@require_POST
@require_permission(READ)
def guideline_read(request: HttpRequest, guideline_id: uuid.UUID) -> HttpResponse:
    """Read and understood."""
    found = get_object_or_404(Guideline, pk=guideline_id, published_at__isnull=False)
    tell(request, lambda: guidelines.acknowledge(found, by=request.user), _("Thank you. It is written down."))
    return redirect("powers:guideline", found.pk)
