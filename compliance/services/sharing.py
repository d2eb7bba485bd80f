"""A target list shown to a partner: only decided lines, only the fields of its kind, only until it ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from compliance import perms
from compliance.calendar import UNTOLD
from compliance.enums import ChosenBy, LineState, Party, SharedField, Signal, VisitState
from compliance.jurisdiction import of_labour
from compliance.models import ListShare, PartyField, TargetLine, TargetList, Visit
from compliance.models.scope import of_officers
from compliance.services import telling_partners
from compliance.services.refusing import Refused
from enterprises.enums import EnterpriseState
from enterprises.exchange_services import staff_band
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import acting
from nssf_portal.khmer.dates import format_date
from nssf_portal.law.book import value_or
from nssf_portal.places.names import place_name

SHOWN = (LineState.ACCEPTED, LineState.NUDGED, LineState.DUE, LineState.OPENED)
"""Lines a chief stands by: what was refused, waits in line or was only proposed is nobody else's matter."""
_NEVER = (Signal.INFORMATION,)  # that there was a tip tells of whoever gave it


@dataclass(frozen=True)
class Column:
    field: str
    label: str | Promise
    confirmed: bool


@dataclass(frozen=True)
class Row:
    line: TargetLine
    cells: list[tuple[Column, object]]


def may_share(user: User, listed: TargetList) -> bool:
    """The chief of the list's place."""
    return perms.serves(user, Permission.DECIDE_TARGETS, listed.place_code)


def most_until() -> date:
    return timezone.localdate() + timedelta(days=int(value_or("share.days_most", 180)))


@transaction.atomic
def share(
    listed: TargetList, *, party: str, purpose: str, until: date, by: User, institution: Institution | None = None
) -> ListShare:
    """Effects: the share, a message to those who now see the list; a share that ran out makes room."""
    if not may_share(by, listed):
        raise PermissionDenied
    if not timezone.localdate() <= until <= most_until():
        raise Refused(_("Choose a last day from today on, and not later than the law book allows."), listed, "share")
    with acting(by=by, action="list.share", reason=purpose):
        _close_those_past(listed, party, institution, by)
        try:
            with transaction.atomic():
                made = ListShare.objects.create(
                    list=listed,
                    place_code=listed.place_code,
                    party=party,
                    institution=institution,
                    purpose=purpose.strip()[:300],
                    shared_by=by,
                    until=until,
                )
        except IntegrityError as clash:
            raise Refused(_("This list is shared with them already."), listed, "share") from clash
    telling_partners.list_shared(made)
    return made


def _close_those_past(listed: TargetList, party: str, institution: Institution | None, by: User) -> None:
    past = ListShare.objects.filter(list=listed, party=party, institution=institution, ended_at__isnull=True)
    past.filter(until__lt=timezone.localdate()).update(ended_at=timezone.now(), ended_by=by)


@transaction.atomic
def end(shared: ListShare, *, by: User) -> ListShare:
    """From this moment the partner sees nothing of it; ending it again changes nothing."""
    if not may_share(by, shared.list):
        raise PermissionDenied
    locked = ListShare.objects.select_for_update(of=("self",)).get(pk=shared.pk)
    if locked.ended_at is None:
        with acting(by=by, action="list.unshare"):
            locked.ended_at, locked.ended_by = timezone.now(), by
            locked.save(update_fields=["ended_at", "ended_by"])
    return locked


def runs(shared: ListShare) -> bool:
    return shared.ended_at is None and shared.until >= timezone.localdate()


def columns(shared: ListShare) -> list[Column]:
    """Exactly the rows of PartyField for this kind of partner; a field without a row is not shown."""
    given = dict(PartyField.objects.filter(party=shared.party).values_list("field", "confirmed"))
    return [Column(field, SharedField(field).label, given[field]) for field in SharedField.values if field in given]


def lines(shared: ListShare, user: User) -> QuerySet[TargetLine]:
    """The decided lines of a list that this user may see through this share; never of an enterprise of one's own."""
    standing = TargetLine.objects.filter(list=shared.list_id, state__in=SHOWN).exclude(chosen_by=ChosenBy.NEXT)
    own = Enterprise.objects.represented_by(user).values("pk")
    standing = standing.exclude(enterprise__in=own).select_related("enterprise").order_by("rank", "id")
    if TargetList.objects.visible_to(user).filter(pk=shared.list_id).exists():
        return standing.filter(of_officers(user, Permission.READ_TARGETS, "commune_code", "enterprise"))
    if not ListShare.objects.given_to(user).filter(pk=shared.pk).exists():
        return standing.none()
    return _of_party(shared, user, standing)


def _of_party(shared: ListShare, user: User, standing: QuerySet[TargetLine]) -> QuerySet[TargetLine]:
    if shared.party == Party.LABOUR:
        return of_labour(user, standing, "enterprise__")
    if shared.party == Party.LOCAL:
        return standing.filter(in_places(user, Permission.ANSWER_UNITS, "commune_code"))
    if shared.party == Party.SOCIAL_SECURITY:
        return standing.filter(of_officers(user, Permission.READ_TARGETS, "commune_code", "enterprise"))
    return standing


def rows(given: list[TargetLine], shown: list[Column], language: str) -> list[Row]:
    """The lines' cells, column by column: nothing is read that is not shown."""
    fields = {column.field for column in shown}
    reasons = _reasons(given) if SharedField.REASONS in fields else {}
    visits = _visits(given, language) if SharedField.VISITS in fields else {}
    return [Row(line, [(column, _cell(column.field, line, reasons, visits)) for column in shown]) for line in given]


def _cell(field: str, line: TargetLine, reasons: dict, visits: dict) -> object:
    enterprise = line.enterprise
    simple = {
        SharedField.NAME: lambda: enterprise.name,
        SharedField.PLACE: lambda: place_name(enterprise.commune_code),
        SharedField.ADDRESS: lambda: enterprise.address,
        SharedField.SECTOR: lambda: enterprise.get_sector_display() if enterprise.sector else "",
        SharedField.REGISTERED: lambda: _("Yes") if enterprise.state == EnterpriseState.REGISTERED else _("No"),
        SharedField.SIZE: lambda: _size(enterprise),
        SharedField.MISSING: lambda: "" if line.missing is None else line.missing,
        SharedField.REASONS: lambda: reasons.get(line.pk, ""),
        SharedField.VISITS: lambda: visits.get(line.enterprise_id, ""),
        SharedField.NUMBERS: lambda: ", ".join(filter(None, [enterprise.tin, enterprise.moc_number])),
    }
    return simple[SharedField(field)]()


def _size(enterprise: Enterprise) -> str:
    words = {"micro": _("micro"), "small": _("small"), "medium": _("medium"), "large": _("large")}
    return words.get(staff_band(enterprise.declared_workers) or "", "")


def _reasons(given: list[TargetLine]) -> dict:
    """The kinds of reason in words, without their numbers: those are fields of their own."""
    found: dict = {}
    for line in TargetLine.objects.filter(pk__in=[line.pk for line in given]).prefetch_related("reasons"):
        told = [str(r.get_signal_display()) for r in line.reasons.all() if r.signal not in _NEVER]
        found[line.pk] = "; ".join(told)
    return found


def _visits(given: list[TargetLine], language: str) -> dict:
    """The next announced visit and the last one held, of either tree."""
    near = Visit.objects.standing().filter(enterprise__in=[line.enterprise_id for line in given]).exclude(UNTOLD)
    found: dict = {}
    for visit in near.order_by("planned_on"):
        words = _("planned %(day)s") if visit.state == VisitState.PLANNED else _("visited %(day)s")
        found.setdefault(visit.enterprise_id, {})[visit.state] = words % {
            "day": format_date(visit.planned_on, language)
        }
    return {key: "; ".join(said.values()) for key, said in found.items()}
