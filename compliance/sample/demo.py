"""The demonstration of compliance: every page of inspectors, partners and employers has something to show.

All of it is invented, and everything goes through the same doors as real work."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from compliance.enums import LineState, Party, Treatment
from compliance.models import CaseFile, TargetLine, TargetList
from compliance.sample import cases, months, rules
from compliance.sample.keys import key
from compliance.services import asking, building, calendar, lines, nudging, referrals, sharing
from enterprises.enums import RepresentativeRole
from enterprises.models import Enterprise, Representative
from enterprises.services import matching
from nssf_portal.accounts.models import Institution, Office, User
from nssf_portal.audit.tracking import acting

_CAPITAL, _DISTRICT = "12", "1201"
_EMPLOYERS = ("100002", "100003")
_CAPACITY = 12
_WHY = "លិខិតមុនត្រូវបានបញ្ជូនត្រឡប់មកវិញ (គំរូ)។"
_PURPOSE = "ចុះពិនិត្យម្ដងជំនួសពីរដង (គំរូ)"
_ASKED = "តើសហគ្រាសនេះប្រកាសពន្ធលើប្រាក់បៀវត្សសម្រាប់កម្មករនិយោជិតប៉ុន្មាននាក់? (គំរូ)"


def load(people: Mapping[str, User]) -> None:
    """Once: a demonstration that has its closed case is left as its players changed it."""
    if CaseFile.objects.filter(submission_id=key("closed:case")).exists():
        return
    matching.match()  # a worker does it too, but later: the list would name nobody who is not registered
    _load(people)


@transaction.atomic
def _load(people: Mapping[str, User]) -> None:
    rules.load(people["administrator"])
    for enterprise in Enterprise.objects.filter(nssf_number__in=_EMPLOYERS):
        months.load(enterprise, people["employer"])
    own, other = _of_the_capital()
    _represent(own, people["employer"])
    months.load(own, people["employer"], spotless=True)
    inspector, chief = people["inspector"], people["chief"]
    waiting = cases.waiting(own, inspector)
    cases.closed(other, inspector, chief)
    listed = _list(inspector, chief)
    _cooperate(listed, waiting, people)


def _of_the_capital() -> list[Enterprise]:
    """Where the demonstration's inspectors work; none of the employer's two other enterprises is there."""
    found = Enterprise.objects.filter(state="registered", nssf_number__startswith="1")
    return list(found.filter(commune_code__startswith=_CAPITAL).order_by("nssf_number")[:2])


def _represent(enterprise: Enterprise, user: User) -> None:
    """The employer's third enterprise lies in the capital: its notice waits for an answer."""
    given = {"role": RepresentativeRole.OWNER, "basis": Representative.Basis.SAMPLE}
    with acting(by=None, action="demo.represent"):
        Representative.objects.get_or_create(enterprise=enterprise, user=user, ended_at=None, defaults=given)


def _list(inspector: User, chief: User) -> TargetList:
    """The month's list: a letter is out, one line has its case, two more are accepted, the rest waits."""
    office = Office.objects.get(tree=Office.Tree.NSSF, code=_CAPITAL)
    month = timezone.localdate().replace(day=1)
    listed = building.build(office=office, month=month, capacity=_CAPACITY, by=chief)
    written, opened, joint, accepted = _proposed(listed)[:4]
    nudging.nudge([lines.accept(written, by=chief)], by=chief)
    for line, treatment in ((opened, Treatment.VISIT), (joint, Treatment.JOINT), (accepted, Treatment.VISIT)):
        lines.change(line, treatment, reason=_WHY, by=chief)
    cases.announced(TargetLine.objects.get(pk=opened.pk), inspector)
    return listed


def _proposed(listed: TargetList) -> list[TargetLine]:
    found = TargetLine.objects.filter(list=listed, state=LineState.PROPOSED).chosen()
    return list(found.select_related("enterprise", "list").order_by("rank"))


def _cooperate(listed: TargetList, case: CaseFile, people: Mapping[str, User]) -> None:
    """A shared list, a question to the district, the ministry's visit, a referral to the tax administration."""
    today, inspector = timezone.localdate(), people["inspector"]
    until = min(today + timedelta(days=30), sharing.most_until())
    sharing.share(listed, party=Party.LABOUR, purpose=_PURPOSE, until=until, by=people["chief"])
    lines_there = TargetLine.objects.filter(list=listed, state=LineState.PROPOSED, commune_code__startswith=_DISTRICT)
    for line in lines_there.select_related("enterprise").order_by("rank")[:2]:
        asking.ask(line.enterprise, inspector, line=line, submission_id=key(f"question:{line.rank}"))
    calendar.plan(
        TargetLine.objects.get(list=listed, treatment=Treatment.JOINT).enterprise,
        on=today + timedelta(days=9),
        by=people["labour"],
        submission_id=key("labour:visit"),
    )
    to = Institution.objects.get(code="GDT")
    referrals.from_the_fund(case, what=_ASKED, by=inspector, submission_id=key("referral"), to=to)
