"""Choosing a commune: province, then district, then commune; each step works by submitting the form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nssf_portal.khmer.digits import to_latin_digits
from nssf_portal.places.enums import Level, level_of
from nssf_portal.places.models import Place

_STEPS = ((2, Level.PROVINCE, _("Capital or province")), (4, Level.DISTRICT, _("City, district or khan")))
_LAST = (6, Level.COMMUNE, _("Commune or sangkat"))


class CommuneWidget(forms.Widget):
    """Three selects; the last one has the field's own name, so a commune code alone is a complete answer."""

    template_name = "places/commune_widget.html"
    use_fieldset = True

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # the browser would block the steps between, which are submissions of their own

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """The longest code whose parents agree with the selects above it: changing the province voids the rest."""
        chosen = ""
        for part in (f"{name}_province", f"{name}_district", name):
            code = to_latin_digits(str(data.get(part) or "")).strip()
            if code.startswith(chosen):
                chosen = code or chosen
            elif part == name or not code:
                break
        return chosen

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(part in data for part in (f"{name}_province", f"{name}_district", name))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        code = value if isinstance(value, str) and level_of(value) else ""
        base = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"]["steps"] = list(_steps(name, base, code))
        return context


class CommuneField(forms.CharField):
    """Cleans to the six-digit code of a commune that exists now."""

    widget = CommuneWidget
    default_error_messages = {
        "required": _("Choose the province, the district and the commune."),
        "district": _("Now choose the district or khan."),
        "commune": _("Now choose the commune or sangkat."),
        "unknown": _("We do not know this commune. Choose it from the lists."),
    }

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        if not code:
            return code
        level = level_of(code)
        if level is None or not Place.objects.current().filter(code=code, level=level).exists():
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if level in (Level.PROVINCE, Level.DISTRICT):
            missing = "district" if level == Level.PROVINCE else "commune"
            raise ValidationError(self.error_messages[missing], code=missing)
        if level != Level.COMMUNE:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return code


def options_of(parent: str) -> list[tuple[str, str]]:
    """Code and name of the places below one; of the provinces when there is no parent."""
    places = Place.objects.children(parent) if parent else Place.objects.provinces()
    return [(place.code, place.name()) for place in places]


def _steps(name: str, base: str, code: str) -> Any:
    """The selects to draw; the one for a level whose parent is not chosen yet has no options."""
    for length, level, label in (*_STEPS, _LAST):
        known = length == 2 or len(code) >= length - 2
        last = length == 6
        yield {
            "name": name if last else f"{name}_{level}",
            "id": base if last else f"{base}_{level}",
            "label": label,
            "level": level,
            "chosen": code[:length] if len(code) >= length else "",
            "options": options_of(code[: length - 2]) if known else [],
        }
