"""The operator's filters, and the one thing they write down: what became of a message in doubt."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.exchange.evidence_log import lines
from nssf_portal.exchange.models import Direction, Exchange, ExchangeQuerySet, Outcome
from nssf_portal.exchange.operator_models import Doubt
from nssf_portal.ui.forms import CleanCharField, PortalForm

_ALL = [("", _("All"))]


class MessagesForm(PortalForm):
    """The filters live in the address; one that was not understood is left out."""

    service = forms.CharField(label=_("Service"), required=False, max_length=400)
    outcome = forms.ChoiceField(label=_("What came of it"), required=False, choices=_ALL + list(Outcome.choices))
    direction = forms.ChoiceField(label=_("Direction"), required=False, choices=_ALL + list(Direction.choices))
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    after = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def found(self) -> ExchangeQuerySet:
        """The messages wanted, newest first, without what they said."""
        chosen = self.chosen()
        rows = lines().defer("body", "question").order_by("-at", "-id")
        rows = rows.filter(outcome=chosen["outcome"]) if "outcome" in chosen else rows.answers()
        if "direction" in chosen:
            rows = rows.filter(direction=chosen["direction"])
        if "service" in chosen:
            rows = rows.filter(service=chosen["service"].strip())
        if "day" in chosen:
            midnight = timezone.make_aware(datetime.combine(chosen["day"], time.min))
            rows = rows.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1))
        return rows

    def page(self, size: int) -> tuple[list[Exchange], int | None]:
        """One page, and the number the next one continues after."""
        rows, after = self.found(), self.chosen().get("after")
        last = lines().filter(pk=after).values_list("at", flat=True).first() if after else None
        if last:
            rows = rows.filter(Q(at__lt=last) | Q(at=last, id__lt=after))
        page = list(rows[: size + 1])
        return page[:size], page[size - 1].pk if len(page) > size else None


class DoubtForm(PortalForm):
    verdict = forms.ChoiceField(label=_("What does the partner say?"), choices=Doubt.choices, widget=forms.RadioSelect)
    why = CleanCharField(label=_("Who said so, and how you know"), max_length=300)
