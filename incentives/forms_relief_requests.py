"""What is typed about relief: the employer's request, the officer's proposal, the list of reasons."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.declaring import months
from compliance.declaring.presenting import month_words
from compliance.models import Fine
from enterprises.models import Enterprise
from incentives.enums import ReliefKind
from incentives.models import ReliefReason
from incentives.services import relieving
from nssf_portal.ui.forms import CleanCharField, KhmerDateField, PictureRadioSelect, PortalForm
from nssf_portal.ui.templatetags.ui import NBSP, riel
from registration.models import Employment

_LONG = forms.Textarea(attrs={"rows": 5})
_SHORT = forms.Textarea(attrs={"rows": 3})
EVERYONE, CHOSEN = "everyone", "chosen"
_FILES = ("file1", "file2", "file3")
_HINTS = {
    ReliefKind.PENALTY: _("A fine was decided, and there is an accepted reason why the duty was not met."),
    ReliefKind.LATENESS: _("You declared late, and could not help it: the month then counts as on time."),
    ReliefKind.INTEREST: _("You paid late, and could not help it: no interest is counted."),
    ReliefKind.CONTRACTS: _("Work stopped and contracts are suspended: nothing is due for these workers."),
}
_PICTURES = {
    ReliefKind.PENALTY: "document",
    ReliefKind.LATENESS: "calendar",
    ReliefKind.INTEREST: "clock",
    ReliefKind.CONTRACTS: "people",
}


class KindForm(PortalForm):
    """One question: what is asked for; only what this enterprise can ask for today."""

    kind = forms.ChoiceField(label=_("What do you ask for?"), template_name="components/question_field.html")

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {str(kind): hint for kind, hint in _HINTS.items()}
        pictures = {str(kind): picture for kind, picture in _PICTURES.items()}
        self.fields["kind"].widget = PictureRadioSelect(pictures=pictures, hints=hints)
        labels = dict(ReliefKind.choices)
        self.fields["kind"].choices = [(kind, str(labels[kind]).capitalize()) for kind in kinds]


class AskForm(PortalForm):
    """The request itself: which fine, or whose contracts and which months; the reason, the words, the papers."""

    fine = forms.ModelChoiceField(Fine.objects.none(), label=_("Which fine?"), widget=forms.RadioSelect)
    who = forms.ChoiceField(label=_("Whose contracts are suspended?"), widget=forms.RadioSelect)
    people = forms.MultipleChoiceField(
        label=_("Workers on this list"), required=False, widget=forms.CheckboxSelectMultiple
    )
    from_month = forms.ChoiceField(label=_("From which month"))
    to_month = forms.ChoiceField(label=_("Up to which month"))
    reason = forms.ModelChoiceField(ReliefReason.objects.none(), label=_("The reason"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What happened"), widget=_LONG, max_length=1000)
    file1 = forms.FileField(
        label=_("A paper or photo that shows it"),
        help_text=_("A photo from your phone is fine: JPEG, PNG or PDF, up to 5 MB."),
        required=False,
    )
    file2 = forms.FileField(label=_("A second one"), required=False)
    file3 = forms.FileField(label=_("A third one"), required=False)

    def __init__(
        self, *args: Any, enterprise: Enterprise, kind: str, staff: "Staff | None" = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.kind, self.staff = kind, staff
        self._only_what_fits(enterprise)
        reason = self.fields["reason"]
        reason.queryset = relieving.in_force().filter(kind=kind)
        reason.label_from_instance = _reason_words

    def _only_what_fits(self, enterprise: Enterprise) -> None:
        if self.kind == ReliefKind.PENALTY:
            self.fields["fine"].queryset = relieving.fines_to_ask(enterprise)
            self.fields["fine"].label_from_instance = _fine_words
            self._without("who", "people", "from_month", "to_month")
            return
        self._without("fine")
        choices = _months(relieving.span(enterprise, self.kind))
        usual = _usual(self.kind)
        for name in ("from_month", "to_month"):
            self.fields[name].choices = choices
            self.fields[name].initial = usual
        if self.staff is None:
            self._without("who", "people")
            return
        self.fields["who"].choices = self.staff.ways()
        self.fields["people"].choices = [(str(one.pk), _person(one)) for one in self.staff.shown]

    def _without(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("from_month", "to_month"):
            if given.get(name):
                given[name] = months.read(given[name])
        if given.get("who") == CHOSEN and not given.get("people"):
            self.add_error("people", ValidationError(_("Tick at least one worker, or choose everyone."), code="nobody"))
        reason = given.get("reason")
        if reason and reason.needs_document and not self.papers():
            words = _("This reason needs a paper or a photo that shows it.")
            self.add_error("file1", ValidationError(words, code="required"))
        return given

    def papers(self) -> list[Any]:
        return [self.cleaned_data[name] for name in _FILES if self.cleaned_data.get(name)]

    def employments(self) -> list[Employment]:
        """Everyone the list shows, or those that were ticked in it."""
        if self.staff is None:
            return []
        if self.cleaned_data["who"] == EVERYONE:
            return list(self.staff.everyone)
        return self.staff.ticked([uuid.UUID(key) for key in self.cleaned_data["people"]])


class Staff:
    """The staff list as the address narrows it; so many can be ticked one by one, the rest only as everyone."""

    MOST = 100

    def __init__(self, everyone: Any, count: int) -> None:
        self.everyone, self.count = everyone, count
        self.shown = list(everyone.select_related("member").order_by("staff_number", "id")[: self.MOST])

    def ways(self) -> list[tuple[str, str]]:
        return [
            (EVERYONE, str(_("Everyone on this list (%(n)s)")) % {"n": f"{self.count:,}"}),
            (CHOSEN, str(_("Only those I tick below"))),
        ]

    def ticked(self, keys: Sequence[uuid.UUID]) -> list[Employment]:
        return list(self.everyone.filter(pk__in=keys))


def _months(span: tuple[date, date] | None) -> list[tuple[str, str]]:
    """Newest first, as people look for them."""
    if span is None:
        return []
    first, month = span
    found = []
    while month >= first:
        found.append((f"{month:%Y-%m}", month_words(month)))
        month = months.after(month, -1)
    return found


def _usual(kind: str) -> str:
    """Late is the month that was due last; contracts are suspended from now on."""
    now = months.first_of(timezone.localdate())
    return f"{now if kind == ReliefKind.CONTRACTS else months.after(now, -1):%Y-%m}"


def _fine_words(fine: Fine) -> str:
    return f"{fine.number}{NBSP}· {riel(fine.owed)}"


def _reason_words(reason: ReliefReason) -> str:
    return str(_("%(reason)s (with a paper)")) % {"reason": reason.name} if reason.needs_document else reason.name


def _person(one: Employment) -> str:
    parts = (one.member.full_name, one.member.member_number, one.staff_number, one.department)
    return " · ".join(part for part in parts if part)


class ProposeForm(PortalForm):
    """The officer's words for the second person; the ground is the reason's until the officer says another."""

    legal_ground = CleanCharField(label=_("Legal ground"), max_length=300)
    reason = forms.CharField(label=_("Why relief is due"), widget=_SHORT, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_submission_id=True, **kwargs)


class WhyForm(PortalForm):
    reason = forms.CharField(label=_("Reason"), widget=_SHORT, max_length=500)


class GrantForm(PortalForm):
    reason = forms.CharField(label=_("Note"), widget=_SHORT, max_length=500, required=False)


class ReasonForm(PortalForm):
    """A reason on the list; what it relieves cannot change once somebody used it."""

    kind = forms.ChoiceField(label=_("What is relieved"), choices=ReliefKind.choices, widget=forms.RadioSelect)
    name_km = CleanCharField(label=_("name in Khmer").capitalize(), max_length=200)
    name_en = CleanCharField(label=_("name in English").capitalize(), max_length=200)
    legal_ground = CleanCharField(label=_("Legal ground"), max_length=300)
    needs_document = forms.BooleanField(label=_("Needs a paper or a photo"), required=False)
    confirmed = forms.BooleanField(label=_("The Fund confirmed this reason"), required=False)
    valid_from = KhmerDateField(label=_("In force from"))
    valid_to = KhmerDateField(label=_("In force until"), required=False)

    def __init__(self, *args: Any, used: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if used:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", ValidationError(_("The last day comes before the first."), code="order"))
        return given


REASON_FIELDS = ("kind", "name_km", "name_en", "legal_ground", "needs_document", "confirmed", "valid_from", "valid_to")
