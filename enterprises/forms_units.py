"""What the address of the map and of its list may say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.enums import Sector, Way
from enterprises.figures import NOT_SAID
from enterprises.models import Source
from nssf_portal.places.names import name_of, names
from nssf_portal.ui.forms import PortalForm

SIZE_WORDS = {"micro": _("micro"), "small": _("small"), "medium": _("medium"), "large": _("large"), "": _("not said")}
SHOWN = [
    ("missing", _("Missing")),
    ("registered", _("Registered")),
    ("matched", _("Known to a registry too")),
    ("possible", _("Possible")),
]
ROWS = [("place", _("Place")), ("sector", _("Sector")), ("size", _("Size")), ("source", _("Source"))]
FILTERS = ("province", "district", "sector", "size", "source")
ALL, _EVERY = _("All"), "all"


class UnitsForm(PortalForm):
    """Everything has a value without the address saying it, so that a bare address is a full page."""

    province = forms.ChoiceField(label=_("Province"))
    district = forms.ChoiceField(label=_("District"))
    sector = forms.ChoiceField(label=_("Sector"), choices=[(_EVERY, ALL), *Sector.choices, (NOT_SAID, _("not said"))])
    size = forms.ChoiceField(
        label=_("Size"),
        choices=[(_EVERY, ALL), *((code or NOT_SAID, word) for code, word in SIZE_WORDS.items())],
    )
    source = forms.ChoiceField(label=_("Source"))
    show = forms.ChoiceField(label=_("On the map"), choices=SHOWN)
    rows = forms.ChoiceField(label=_("One row for each"), choices=ROWS)

    def __init__(self, data: Any, prefixes: list[str]) -> None:
        given = {name: value for name, value in data.items() if value}
        province = given.get("province", _EVERY)
        if not given.get("district", "").startswith(province):
            given.pop("district", None)  # of the province chosen before
        super().__init__(dict.fromkeys(FILTERS, _EVERY) | {"show": "missing", "rows": "place"} | given)
        self.fields["province"].choices = [(_EVERY, ALL), *_provinces(prefixes)]
        self.fields["district"].choices = [(_EVERY, ALL), *_districts(province, prefixes)]
        self.fields["source"].choices = [(_EVERY, ALL), *_sources()]

    @property
    def place(self) -> str:
        return self._chosen("district") or self._chosen("province")

    def _chosen(self, name: str) -> str:
        return "" if self.cleaned_data[name] == _EVERY else self.cleaned_data[name]

    @property
    def filters(self) -> dict[str, str]:
        """As `figures.cells` and `units` take them."""
        return {"place": self.place, **{name: self._chosen(name) for name in ("sector", "size", "source")}}


def _provinces(prefixes: list[str]) -> list[tuple[str, str]]:
    return _named(2, "", {prefix[:2] for prefix in prefixes})


def _districts(province: str, prefixes: list[str]) -> list[tuple[str, str]]:
    return _named(4, province, {prefix[:4] for prefix in prefixes}) if province != _EVERY else []


def _named(length: int, parent: str, prefixes: set[str]) -> list[tuple[str, str]]:
    codes = sorted(code for code in names() if len(code) == length and code.startswith(parent))
    return [(c, name_of(c)) for c in codes if any(c.startswith(p) or p.startswith(c) for p in prefixes)]


def _sources() -> list[tuple[str, str]]:
    return [(source.code, source.name) for source in Source.objects.exclude(way=Way.OWN).order_by("rank", "code")]
