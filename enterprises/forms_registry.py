"""What is asked of who sends a registry's list: the source, the month, the file, and what its columns mean."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.delivering.columns import missing_fields
from enterprises.delivering.words import FIELD_LABELS
from enterprises.models import BatchColumn, Source
from nssf_portal.reading.headings import IGNORE
from nssf_portal.reading.tables import column_letter
from nssf_portal.ui.forms import PortalForm

_MONTHS_BACK = 24


class SendForm(PortalForm):
    """One list of one source for one month."""

    source = forms.ModelChoiceField(
        queryset=Source.objects.none(), label=gettext_lazy("Whose list is it?"), empty_label=gettext_lazy("Choose")
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Which month does the list speak of?"),
        help_text=gettext_lazy("For rows that do not say themselves how old they are."),
    )
    file = forms.FileField(
        label=gettext_lazy("The list as a file"),
        help_text=gettext_lazy(
            "Excel (.xlsx, .xls), OpenDocument (.ods) or .csv, in your own columns, in Khmer or English."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any):
        super().__init__(*args, with_submission_id=True, **kwargs)
        self.fields["source"].queryset = sources
        self.fields["source"].label_from_instance = lambda source: source.name
        self.fields["period"].choices = months(timezone.localdate())
        if len(found := list(sources[:2])) == 1:
            self.fields["source"].initial, self.fields["source"].empty_label = found[0], None


def months(today: date) -> list[tuple[str, str]]:
    """This month and those before, newest first, as 2026-11 and 11/2026."""
    count = 12 * today.year + today.month - 1
    pairs = [divmod(count - back, 12) for back in range(_MONTHS_BACK)]
    return [(f"{year}-{month + 1:02}", f"{month + 1:02}/{year}") for year, month in pairs]


class ColumnsForm(PortalForm):
    """One question per column: what is it? Those we know are answered already; samples stand beside."""

    def __init__(self, *args: Any, columns: Iterable[BatchColumn], samples: Mapping[int, list[str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.columns = list(columns)
        choices = [("", _("Choose")), (IGNORE, _("Something else: leave it out")), *FIELD_LABELS.items()]
        for column in self.columns:
            shown = ", ".join(samples.get(column.position, ()))
            self.fields[self._name(column)] = forms.ChoiceField(
                label=f"{column_letter(column.position)}: {column.heading or _('(no heading)')}",
                help_text=_("For example: %(values)s") % {"values": shown} if shown else "",
                choices=choices,
                required=False,
                initial=column.field,
            )

    @staticmethod
    def _name(column: BatchColumn) -> str:
        return f"column-{column.position}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if missing_fields(value for value in self.chosen.values() if value != IGNORE):
            self.add_error(None, _("Say which column holds the name of the enterprise."))
        return cleaned

    @property
    def chosen(self) -> dict[int, str]:
        return {column.position: self.cleaned_data.get(self._name(column)) or IGNORE for column in self.columns}

    @property
    def unknown(self) -> list[Any]:
        return [self[self._name(column)] for column in self.columns if not column.field]

    @property
    def known(self) -> list[Any]:
        return [self[self._name(column)] for column in self.columns if column.field]


class UndoForm(PortalForm):
    why = forms.CharField(
        label=gettext_lazy("Why is this delivery undone?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
