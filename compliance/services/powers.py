"""Powers are added, confirmed and ended; none is changed or deleted, so that a paper's ground can always be read."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.enums import Act, InspectorKind, TextState
from compliance.models import LegalText, Power
from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting


@dataclass(frozen=True)
class Cell:
    """One act of one kind of inspector: the powers in force, or none, which is a gap."""

    kind: InspectorKind
    powers: list[Power]


@dataclass(frozen=True)
class Row:
    act: Act
    cells: list[Cell]

    @property
    def is_gap(self) -> bool:
        """The Fund's own inspectors may only recommend this."""
        return not next(cell.powers for cell in self.cells if cell.kind == InspectorKind.SOCIAL_SECURITY)


def matrix(on: date) -> list[Row]:
    """Every act by every kind of inspector on that day, in one query."""
    found = list(Power.objects.in_force(on).select_related("text").order_by("-confirmed", "-valid_from", "id"))
    return [Row(act, [Cell(kind, _of(found, act, kind)) for kind in InspectorKind]) for act in Act]


def _of(found: list[Power], act: Act, kind: InspectorKind) -> list[Power]:
    return [power for power in found if power.act == act and power.inspector_kind == kind]


@transaction.atomic
def add(
    *, act: str, inspector_kind: str, text: LegalText, article: str, valid_from: date, confirmed: bool, by: User
) -> Power:
    """A power rests on a text in force and begins no earlier than the text; the same one a second time is the first."""
    locked = LegalText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if locked.state != TextState.IN_FORCE or locked.in_force_on is None or valid_from < locked.in_force_on:
        raise Refused(_("A power rests on a text in force and cannot begin before it."), locked)
    if confirmed and not article:
        raise Refused(_("Name the article: who confirms a power has read it."), locked)
    with acting(by=by, action="power.add"):
        power, _made = Power.objects.get_or_create(
            act=act,
            inspector_kind=inspector_kind,
            text=locked,
            valid_from=valid_from,
            defaults={"article": article, "confirmed": confirmed},
        )
    return power


@transaction.atomic
def confirm(power: Power, *, article: str, by: User) -> Power:
    """Somebody has read the article: papers that rest on it are no longer drafts."""
    locked = Power.objects.select_for_update(of=("self",)).get(pk=power.pk)
    if locked.confirmed or locked.valid_to:
        raise Refused(_("This power was confirmed or ended already."), locked)
    locked.article, locked.confirmed = article, True
    with acting(by=by, action="power.confirm"):
        locked.save(update_fields=["article", "confirmed"])
    return locked


@transaction.atomic
def end(power: Power, *, on: date, by: User) -> Power:
    """The last day of a power; what was done before stays done."""
    locked = Power.objects.select_for_update(of=("self",)).get(pk=power.pk)
    if locked.valid_to or on < locked.valid_from:
        raise Refused(_("This power has ended already, or it begins after that day."), locked)
    locked.valid_to = on
    with acting(by=by, action="power.end"):
        locked.save(update_fields=["valid_to"])
    return locked
