from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.ui.forms import CleanCharField, PortalForm
from nssf_portal.work import queue
from nssf_portal.work.desk import people_for
from nssf_portal.work.enums import OPEN_STATES
from nssf_portal.work.kinds import all_kinds
from nssf_portal.work.models import WorkItem


class QueueForm(PortalForm):
    """The filters of the queue; they live in the address."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    show = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self.data.get("place", ""))
        self.fields["kind"].choices = [("", _("All kinds")), *((k.code, k.name) for k in all_kinds())]
        self.fields["place"].choices = [("", _("All places")), *queue.place_choices(user, chosen)]
        self.fields["state"].choices = [("", _("Any state")), *((s.value, s.label) for s in OPEN_STATES)]

    def clean_show(self) -> str:
        show = self.cleaned_data["show"]
        return show if show in queue.SHOWS else "all"

    def chosen(self) -> dict[str, str]:
        """What was understood; a filter that was not is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @classmethod
    def query_of(cls, text: str, user: User) -> str:
        """An address's question mark and what follows, of what was understood; no page, nothing foreign."""
        return address(cls(QueryDict(text.removeprefix("?")[:500]), user=user).chosen())


def address(query: dict[str, str]) -> str:
    """Filters as they stand in the address."""
    made = QueryDict(mutable=True)
    made.update({name: value for name, value in query.items() if value and (name, value) != ("show", "all")})
    return "?" + made.urlencode()


class SavedViewForm(PortalForm):
    """The name of a view."""

    name = CleanCharField(label=_("Name of this view"), max_length=40)


class ReassignForm(PortalForm):
    """Whom a senior clerk gives the item to."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Give to"))

    def __init__(self, *args: Any, item: WorkItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [person.pk for person in people_for(item)]
        self.fields["to"].queryset = User.objects.filter(pk__in=able).order_by("name")
