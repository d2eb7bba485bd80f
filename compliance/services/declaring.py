"""Filing a month: kept exactly once, a correction supersedes what stood before."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.declaring import months
from compliance.declaring.statement import Line, Statement, Wages, statement
from compliance.enums import DeclarationKind
from compliance.models import Declaration, DeclarationLine
from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.law.contributions import Contributions
from nssf_portal.references import new_reference
from registration.enums import Channel

_BLOCK = 2_000
_DUE = ("base", "pension_base", "occupational_risk", "health_care", "pension_employer", "pension_worker")
_SUMS = _DUE[2:]


class DeclarationRefused(Exception):
    """The month cannot be declared so; `code` is for programmes, the words say what to do instead."""

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        super().__init__(words)


@transaction.atomic
def file_declaration(
    *,
    enterprise: Enterprise,
    month: date,
    kind: str,
    submission_id: uuid.UUID,
    by: User | None,
    channel: str = Channel.WEB,
    wages: Wages | None = None,
) -> Declaration:
    """File a month, or correct it; the same submission, and the same content, are the same declaration.

    Effects: the declaration and its lines; what stood for the month is superseded and kept. Raises
    DeclarationRefused."""
    Enterprise.objects.select_for_update(of=("self",)).filter(pk=enterprise.pk).first()  # one filing at a time
    if earlier := Declaration.objects.filter(submission_id=submission_id).first():
        return _the_same(earlier, enterprise, month)
    _refuse_month(enterprise, month)
    found = statement(enterprise, month, wages=wages)
    _refuse_kind(found, kind)
    standing = Declaration.objects.current().filter(enterprise=enterprise, month=month).first()
    if standing and _says_the_same(standing, found, kind):
        return standing
    with acting(by=by, action="declaration.file"):
        if standing:
            Declaration.objects.filter(pk=standing.pk).update(superseded_at=timezone.now())
        made = _create(found, kind, submission_id=submission_id, by=by, channel=channel)
    DeclarationLine.objects.bulk_create(_lines(made, found.lines), batch_size=_BLOCK)
    return made


def _the_same(earlier: Declaration, enterprise: Enterprise, month: date) -> Declaration:
    if (earlier.enterprise_id, earlier.month) != (enterprise.pk, month):
        raise DeclarationRefused("submission_used", _("This page was used before. Open the month again."))
    return earlier


def may_declare(enterprise: Enterprise, month: date) -> bool:
    """From its first month up to the current one, as long as it is registered."""
    first = months.first_due(enterprise)
    return bool(first and first <= month <= months.first_of(timezone.localdate())) and _was_open(enterprise, month)


def _was_open(enterprise: Enterprise, month: date) -> bool:
    if enterprise.state == EnterpriseState.CLOSED:
        return enterprise.closed_on is not None and month <= enterprise.closed_on
    return enterprise.state in (EnterpriseState.REGISTERED, EnterpriseState.SUSPENDED)


def _refuse_month(enterprise: Enterprise, month: date) -> None:
    if not may_declare(enterprise, month):
        raise DeclarationRefused("month_not_open", _("This month cannot be declared here."))


def _refuse_kind(found: Statement, kind: str) -> None:
    """The two short ways say only what the staff list says too."""
    if kind == DeclarationKind.NO_STAFF and found.workers:
        words = _("Your staff list shows people who worked in this month. End their work there first.")
        raise DeclarationRefused("staff_listed", words)
    if kind == DeclarationKind.NO_CHANGE and not found.same_as_before:
        words = _("Your staff list changed since the month before. Look at it and declare staff and wages.")
        raise DeclarationRefused("staff_changed", words)
    if kind == DeclarationKind.STAFF and not found.workers:
        raise DeclarationRefused("nobody_listed", _("Nobody is on your staff list for this month."))


def _says_the_same(standing: Declaration, found: Statement, kind: str) -> bool:
    if standing.kind != kind or standing.workers != found.workers:
        return False
    rows = DeclarationLine.objects.filter(declaration=standing, month=standing.month)
    said = set(rows.values_list("member_id", "wage", "wage_currency", "wage_riel", "occupational_risk", "left"))
    return said == {(o.member_id, o.wage, o.currency, o.riel, o.due and o.due.occupational_risk, o.left)
                    for o in found.lines}  # fmt: skip


def _create(found: Statement, kind: str, **given: object) -> Declaration:
    totals = found.totals
    return Declaration.objects.create(
        reference=new_reference("DCL", letters=7),
        enterprise=found.enterprise,
        month=found.month,
        kind=kind,
        due_on=months.declare_by(found.month),
        filed_by=given.pop("by"),
        workers=found.workers,
        wages=found.wages,
        **{name: getattr(totals, name) if totals else None for name in _SUMS},
        confirmed=bool(totals and totals.confirmed),
        **given,
    )


def _lines(made: Declaration, lines: Iterable[Line]) -> Iterable[DeclarationLine]:
    return [
        DeclarationLine(
            declaration=made,
            month=made.month,
            employment_id=line.employment_id,
            member_id=line.member_id,
            wage=line.wage,
            wage_currency=line.currency,
            wage_riel=line.riel,
            joined=line.joined,
            left=line.left,
            **_due(line.due),
        )
        for line in lines
    ]


def _due(due: Contributions | None) -> dict[str, int | None]:
    return {name: getattr(due, name) if due else None for name in _DUE}
