"""What a paper rests on: law values, the power, the violation; what is to be confirmed makes a draft."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.models import Power, ViolationType
from compliance.services.refusing import Refused
from nssf_portal import law


@dataclass(frozen=True)
class Part:
    """One input with what must be shown beside it."""

    code: str
    value: Any
    unit: str
    source: str
    confirmed: bool
    note: str = ""

    @property
    def name(self) -> str:
        return name_of(self.code)


@dataclass
class Basis:
    """The inputs of one paper, by the law of one day."""

    on: date
    parts: list[Part] = field(default_factory=list)

    def law(self, code: str) -> Any:
        """The law value of that day, remembered as an input; Refused when nothing was in force."""
        try:
            found = law.value(code, on=self.on)
        except law.NoLawInForce as nothing:
            text = _("The law book holds no value of “%(code)s” for %(day)s.")
            raise Refused(text % {"code": code, "day": self.on.isoformat()}) from nothing
        self.parts.append(Part(code, found.value, found.unit, found.source, found.confirmed, found.note))
        return found.value

    def power(self, power: Power) -> None:
        source = " ".join(filter(None, (str(power.text), power.article)))
        self.parts.append(Part(f"power.{power.act}", "", "", source, power.confirmed))

    def violation(self, violation: ViolationType) -> None:
        self.parts.append(Part(f"violation.{violation.code}", "", "", violation.source, violation.confirmed))

    @property
    def unconfirmed(self) -> list[Part]:
        return [part for part in self.parts if not part.confirmed]

    @property
    def is_draft(self) -> bool:
        return bool(self.unconfirmed)

    @property
    def source(self) -> str:
        """The legal references, each once."""
        return "; ".join(dict.fromkeys(part.source for part in self.parts if part.source))

    def require_confirmed(self) -> None:
        """Refused while anything is to be confirmed: which value, and who confirms it."""
        if self.is_draft:
            raise Refused(why_draft(self.unconfirmed))


def why_draft(parts: Iterable[Part]) -> str:
    """In words: what is missing and whose turn it is."""
    names = ", ".join(dict.fromkeys(name_of(part.code) for part in parts))
    return _(
        "This is a draft: it rests on what is still to be confirmed (%(names)s). "
        "The Fund's legal office decides; an administrator then confirms it in the law book."
    ) % {"names": names}


def name_of(code: str) -> str:
    """A value's name for people; its code when it has none."""
    family, _dot, rest = code.partition(".")
    if family == "power":
        return _("the legal text of the power")
    if family == "violation":
        return _("the legal reference of the violation")
    return str(_names().get(code, code))


def _names() -> dict[str, str]:
    return {
        "notice.reply": _("days to answer a notice"),
        "fine.payment": _("days to pay a fine"),
        "fine.base_daily_wage": _("base daily wage"),
        "fine.multiplier.minimum": _("smallest multiplier"),
        "fine.multiplier.maximum": _("largest multiplier"),
        "inspection.warnings_before_fine": _("warnings before a fine"),
    }
