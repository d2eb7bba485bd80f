"""What an employer sends about a roster: the file, the columns' meaning, repairs, and decisions about leavers."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, Establishment
from nssf_portal.khmer.dates import format_date, parse_date
from nssf_portal.reading.headings import IGNORE
from nssf_portal.reading.tables import column_letter
from nssf_portal.ui.forms import PictureRadioSelect, PortalForm
from registration.enums import EndReason, Presence, RosterMode, Sex
from registration.models import Leaver, RosterColumn, RosterRow
from registration.presenting.summary import PASTED
from registration.reading.headers import canonical_fields, missing_fields
from registration.reading.words import COLUMN_LABELS, FIELD_LABELS

_PASTE_MOST = 5_000_000
_VALUE_MOST = 300


class ShownAsAskedForm(PortalForm):
    """Fields of `asked` are not called optional on the page, though empty ones are not the form's to refuse."""

    asked: tuple[str, ...] = ()

    def full_clean(self) -> None:
        for required in (False, True):
            for name in self.asked:
                self.fields[name].required = required
            if not required:
                super().full_clean()


class RosterForm(ShownAsAskedForm):
    """Where these people work, who is in the list, and the list: a file or a pasted table."""

    asked = ("file", "pasted")  # one of the two is enough, see clean()

    establishment = forms.ModelChoiceField(
        queryset=Establishment.objects.none(), label=gettext_lazy("Where do these people work?"), empty_label=None
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Who is in this list?"),
        choices=[
            (RosterMode.NEW_ONLY, gettext_lazy("Only new people")),
            (RosterMode.EVERYONE, gettext_lazy("Everyone who works here")),
        ],
        widget=PictureRadioSelect(
            pictures={RosterMode.NEW_ONLY: "plus", RosterMode.EVERYONE: "people"},
            hints={
                RosterMode.NEW_ONLY: gettext_lazy(
                    "People you hired and have not told us about. We add them; everyone else stays as they are."
                ),
                RosterMode.EVERYONE: gettext_lazy(
                    "All staff of today. We add the new people and ask you about each one who is missing. "
                    "Nobody's employment ends before you say so."
                ),
            },
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("The staff list as a file"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), OpenDocument (.ods) or .csv, in your own layout, up to 30 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the table here"),
        help_text=gettext_lazy("Select the rows in your spreadsheet with the line of headings, copy, and paste."),
        strip=False,
        max_length=_PASTE_MOST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        places = enterprise.establishments.open()
        self.fields["establishment"].queryset = places
        self.only_place = None
        if len(found := list(places[:2])) == 1:
            self.only_place = found[0]
            del self.fields["establishment"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text = (cleaned.get("pasted") or "").strip()
        if not cleaned.get("file") and not text and not self.errors.get("file"):
            self.add_error("file", _("Choose the file with your staff list, or paste the table below."))
        return cleaned

    @property
    def place(self) -> Establishment:
        return self.only_place or self.cleaned_data["establishment"]

    @property
    def list_file(self) -> UploadedFile | ContentFile:
        """What was sent; a pasted table is a file of our making."""
        if given := self.cleaned_data.get("file"):
            return given
        return ContentFile(self.cleaned_data["pasted"].strip("\r\n").encode(), name=PASTED)

    @property
    def list_field(self) -> str:
        return "file" if self.cleaned_data.get("file") else "pasted"


class ColumnsForm(PortalForm):
    """One question per column: what is it? Those we know are answered already."""

    def __init__(self, *args: Any, columns: Iterable[RosterColumn], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        choices = [("", _("Choose")), (IGNORE, _("Something else: leave it out")), *COLUMN_LABELS.items()]
        for column in self.columns:
            self.fields[f"column-{column.position}"] = forms.ChoiceField(
                label=f"{column_letter(column.position)}: {column.heading or _('(no heading)')}",
                choices=choices,
                required=not column.field,
                initial=column.field,
                error_messages={"required": _("Say what this column is, or leave it out.")},
            )

    @property
    def unknown(self) -> list[Any]:
        return [self[f"column-{c.position}"] for c in self.columns if not c.field]

    @property
    def known(self) -> list[Any]:
        return [self[f"column-{c.position}"] for c in self.columns if c.field]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        meanings = [value for value in self._meanings().values() if value and value != IGNORE]
        if not self.errors and (missing := missing_fields(meanings)):
            self.add_error(None, missing_sentence(missing))
        return cleaned

    def _meanings(self) -> dict[int, str]:
        return {c.position: self.cleaned_data.get(f"column-{c.position}") or c.field for c in self.columns}

    @property
    def chosen(self) -> dict[int, str]:
        """Only what the employer said anew."""
        before = {column.position: column.field for column in self.columns}
        return {at: value or IGNORE for at, value in self._meanings().items() if value != before[at] or not value}


def missing_columns(columns: Iterable[RosterColumn]) -> list[str]:
    """The required fields no column holds yet."""
    return missing_fields(column.field for column in columns if column.field)


def missing_sentence(missing: Iterable[str]) -> str:
    names = dict.fromkeys(str(FIELD_LABELS[name]) for field_name in missing for name in canonical_fields(field_name))
    return _("No column holds: %(names)s. If your file has no such column, add it there and send it again.") % {
        "names": ", ".join(names)
    }


@dataclass
class Repairs:
    """One group's form: what was typed per row number, ticks, documents, and what the page was made from."""

    field: str
    typed: dict[int, str] = field(default_factory=dict)
    one_name: set[int] = field(default_factory=set)
    leave_out: set[int] = field(default_factory=set)
    as_it_is: set[int] = field(default_factory=set)
    documents: dict[int, UploadedFile] = field(default_factory=dict)
    stamps: dict[int, str] = field(default_factory=dict)


def read_repairs(post: Mapping[str, str], files: Mapping[str, UploadedFile], most: int) -> Repairs | None:
    """What the form of a group says; None when it is none of ours."""
    repairs = Repairs(field=post.get("field", ""))
    if repairs.field not in FIELD_LABELS:
        return None
    same = (post.get("same") or "").strip()[:_VALUE_MOST]  # typed once, for every row left empty
    stamped = [name.removeprefix("stamp-") for name in post if name.startswith("stamp-")]
    for number in [int(text) for text in stamped if text.isascii() and text.isdigit()][:most]:
        repairs.stamps[number] = post[f"stamp-{number}"]
        typed = (post.get(f"other-{number}") or post.get(f"value-{number}") or "").strip()[:_VALUE_MOST] or same
        if typed:
            repairs.typed[number] = typed
        for name, ticked in (("one", repairs.one_name), ("out", repairs.leave_out), ("asis", repairs.as_it_is)):
            if f"{name}-{number}" in post:
                ticked.add(number)
        if given := files.get(f"file-{number}"):
            repairs.documents[number] = given
    return repairs


ROW_FIELDS = (
    "family_name_km given_name_km family_name_latin given_name_latin sex date_of_birth nationality identity_number "
    "hired_on wage phone position department staff_number"
).split()
_COLUMN_OF_PROBLEM = {"family_name": "family_name_km", "given_name": "given_name_km"}


class RowForm(ShownAsAskedForm):
    """All fields of one row, as understood or as given; shown with what is wrong at each."""

    asked = ("sex", "date_of_birth", "identity_number", "hired_on", "wage")
    stamp = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: RosterRow, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ROW_FIELDS:
            self.fields[name] = forms.CharField(label=COLUMN_LABELS[name], required=False, max_length=_VALUE_MOST)
        self.fields["sex"].widget = forms.Select(choices=[("", _("Choose")), *Sex.choices])
        if not row.one_part_name:
            self.fields["one_name"] = forms.BooleanField(label=_("This person has one name only"), required=False)

    def show(self, problems: Iterable[tuple[str, str]]) -> None:
        """Put (field, sentence) pairs at their fields."""
        self.full_clean()
        for name, sentence in problems:
            target = _COLUMN_OF_PROBLEM.get(name, name)
            self.add_error(target if target in self.fields else None, sentence)

    def changed_from(self, before: Mapping[str, str]) -> dict[str, str]:
        typed = {name: self.cleaned_data[name] for name in ROW_FIELDS}
        if not typed["sex"]:
            del typed["sex"]  # "choose" says nothing about a sex we could not read
        return {name: text for name, text in typed.items() if text != before[name]}


ENDS = [(f"end:{value}", label) for value, label in EndReason.choices]
STAYS = [(f"stay:{value}", label) for value, label in Presence.choices]


@dataclass
class LeaverDecision:
    leaver: Leaver
    ended_on: date | None = None
    reason: str = ""
    presence: str = ""


@dataclass
class LeaverAnswers:
    """What the employer said about the missing, person by person; with what was typed, for those to ask again."""

    decisions: list[LeaverDecision] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)
    day: dict[int, str] = field(default_factory=dict)


def read_leavers(post: Any, leavers: Iterable[Leaver]) -> LeaverAnswers:
    """Own answers of a row go before the common one for those ticked."""
    answers = LeaverAnswers()
    ticked = set(post.getlist("pick"))
    for leaver in leavers:
        why, day = post.get(f"why-{leaver.pk}", ""), post.get(f"day-{leaver.pk}", "").strip()
        if str(leaver.pk) in ticked:
            why, day = why or post.get("why", ""), day or post.get("day", "").strip()
        if why or day:
            answers.why[leaver.pk], answers.day[leaver.pk] = why, day
            _decide(answers, leaver, why, day)
        elif str(leaver.pk) in ticked:
            answers.errors[leaver.pk] = _("Choose what happened.")
    return answers


def _decide(answers: LeaverAnswers, leaver: Leaver, why: str, day: str) -> None:
    kind, _colon, value = why.partition(":")
    if kind == "stay" and value in Presence.values:
        answers.decisions.append(LeaverDecision(leaver, presence=value))
    elif kind == "end" and value in EndReason.values:
        ended_on, error = _last_day(day, leaver.employment.started_on)
        if error:
            answers.errors[leaver.pk] = error
        else:
            answers.decisions.append(LeaverDecision(leaver, ended_on=ended_on, reason=value))
    else:
        answers.errors[leaver.pk] = _("Choose what happened.")


def _last_day(text: str, started_on: date) -> tuple[date | None, str]:
    found = parse_date(text, "dmy") if text else None
    if found is None or found.value is None or found.precision != "day":
        return None, _("Type the last day at work, for example 25-03-2026.")
    if found.value > timezone.localdate():
        return None, _("The last day is in the future. Enter it when it has come.")
    if found.value < started_on:
        hired = format_date(started_on, get_language() or "km")
        return None, _("The last day is before the day of hire, %(day)s.") % {"day": hired}
    return found.value, ""


def replaced_id(text: str) -> uuid.UUID | None:
    """The roster named in an address, None when it is no such name."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
