"""Forms of the plain-words library: a page, an answer, and a question anybody may put."""

import re
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import ROLES, Permission
from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PortalForm, PortalModelForm, SubmissionIdField
from outreach.models import AskedQuestion, PlainPage
from outreach.services.library import next_review

_LONG = {"rows": 12}
_TAKEN = ("ask", "questions")
_NUMBER = re.compile(r"\d{8,}|\d(?:[ .-]?\d){8,}")  # 012345678, 012 345 678


def _editors() -> Any:
    """Who may edit the library, and so may keep a page."""
    roles = [code for code, role in ROLES.items() if Permission.EDIT_LIBRARY in role.permissions]
    grants = {"grants__role__in": roles, "grants__ended_at__isnull": True, "is_active": True}
    return User.objects.filter(**grants).distinct().order_by("name", "id")


class PageForm(PortalModelForm):
    """A page in both languages, with its source, who keeps it, and when it is looked at again."""

    class Meta:
        model = PlainPage
        fields = [
            "slug", "topic", "title_km", "title_en", "body_km", "body_en", "source", "confirmed", "owner", "review_on",
        ]  # fmt: skip
        field_classes = {
            "title_km": CleanCharField,
            "title_en": CleanCharField,
            "source": CleanCharField,
            "review_on": KhmerDateField,
        }
        widgets = {"body_km": forms.Textarea(attrs=_LONG), "body_en": forms.Textarea(attrs=_LONG)}
        labels = {"owner": _("Kept by"), "confirmed": _("Everything on this page is confirmed by the source")}
        help_texts = {
            "slug": _("Latin letters, digits and dashes; links to the page stay right for ever."),
            "body_km": _(
                "An empty line between paragraphs, '## ' before a heading, '- ' before a line of a list. A figure of "
                "the law book: its code in double square brackets, for example [[deadline.employee_registration]]."
            ),
            "source": _("Law, sub-decree, prakas, or who said it and when."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _editors()
        self.fields["owner"].empty_label = _("whoever publishes it")
        if self.instance._state.adding:
            self.fields["submission_id"] = SubmissionIdField()
            self.fields["review_on"].initial = next_review
        else:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        """Addresses of the library's own rooms are taken."""
        slug = self.cleaned_data["slug"]
        if slug in _TAKEN:
            raise forms.ValidationError(_("This address is taken by a page of the library itself."))
        return slug


class AnswerForm(PortalModelForm):
    """A question people asked, as it is shown, with its answer."""

    class Meta:
        model = AskedQuestion
        fields = ["question_km", "question_en", "answer_km", "answer_en", "slug", "where"]
        field_classes = dict.fromkeys(("question_km", "question_en", "answer_km", "answer_en", "where"), CleanCharField)
        widgets = {
            name: forms.Textarea(attrs={"rows": 4 if "answer" in name else 2})
            for name in ("question_km", "question_en", "answer_km", "answer_en")
        }
        help_texts = {"question_km": _("Take out names, numbers and whatever tells who asked.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["slug"] = forms.ChoiceField(label=_("Shown on the page"), required=False, choices=_pages)
        self.fields["where"].required = False


def _pages() -> list[tuple[str, str]]:
    rows = PlainPage.objects.published().order_by("topic", "slug")
    return [("", "–"), *((one.slug, capfirst(one.title)) for one in rows)]


class QuestionForm(PortalForm):
    """What somebody wants to know; nothing about who it is."""

    question = CleanCharField(
        label=_("What do you want to know?"),
        help_text=_("Write no names, no numbers and no telephone: the question may be shown to everybody."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)

    def clean_question(self) -> str:
        """A telephone or card number has no place in a question, however it is grouped."""
        said = self.cleaned_data["question"]
        if _NUMBER.search(to_latin_digits(said)):
            raise forms.ValidationError(
                _("Take the number out: we cannot keep it here. To be called, call the hotline.")
            )
        return said
