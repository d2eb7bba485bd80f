"""What came of the lines: hit rates by reason, by the way of choosing and by office; nothing known is no zero."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from compliance.models import TargetReason
from compliance.targeting import hits
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db
THIS_MONTH = timezone.localdate().replace(day=1)


def closed(outcome: str, line):
    """Set as the cases' own act would; what may be closed how is tested there."""
    case = make.case_file(line.enterprise, line=line)
    now = timezone.now()
    type(case).objects.filter(pk=case.pk).update(minuted_at=now, visited_at=now)
    for state in ("visited", "minuted"):
        type(case).objects.filter(pk=case.pk).update(state=state)
    type(case).objects.filter(pk=case.pk).update(
        state="closed", outcome=outcome, closed_at=now, closed_by=case.opened_by
    )
    case.refresh_from_db()
    return case


def came(listed, hit: bool | None, chosen_by: str = "score", *signals: str):
    line = make.target_line(listed, chosen_by=chosen_by, hit=hit)
    for signal in signals:
        TargetReason.objects.create(line=line, signal=signal, strength=1, points="0.1")
    return line


@pytest.mark.parametrize(
    ("outcome", "hit"),
    [
        ("complied", True), ("warned", True), ("fined", True), ("court", True), ("compliant", False),
        ("not_found", False), ("out_of_scope", False), ("withdrawn", None),
    ],
)  # fmt: skip
def test_a_closed_case_tells_its_line(outcome, hit):
    line = make.target_line()
    hits.settle(closed(outcome, line))
    line.refresh_from_db()
    assert line.hit is hit


def test_a_case_opened_again_takes_its_word_back():
    line = make.target_line()
    case = closed("fined", line)
    hits.settle(case)
    case.state, case.outcome = "opened", ""
    hits.settle(case)
    line.refresh_from_db()
    assert line.hit is None


def test_a_case_without_a_line_tells_nobody():
    hits.settle(make.case_file())


def test_rates_beside_those_drawn_by_lot():
    listed = make.target_list(month=THIS_MONTH)
    came(listed, True, "score", "unregistered", "size"), came(listed, True, "score", "unregistered")
    came(listed, False, "score", "size"), came(listed, None, "score", "sector")
    came(listed, True, "random"), came(listed, False, "random")
    found = hits.rates()
    by = {rate.key: rate for rate in found.by_signal}
    assert (by["unregistered"].share, by["size"].share, by["sector"].share) == (1.0, 0.5, None)
    assert (found.overall.known, found.overall.hits) == (5, 3)
    assert (found.yardstick.share, found.times_the_yardstick(by["unregistered"])) == (0.5, 2.0)
    assert {rate.key: rate.known for rate in found.by_chosen} == {"score": 3, "district": 0, "random": 2, "hand": 0}
    assert [(rate.key, rate.known) for rate in found.by_office] == [("12", 5)]


def test_rates_of_a_sector_for_whoever_keeps_its_share_in_the_law_book():
    line = came(make.target_list(month=THIS_MONTH), True)
    line.enterprise.sector = "F"
    line.enterprise.save()
    by = {rate.key: rate.share for rate in hits.rates().by_sector}
    assert (by["F"], by["C"]) == (1.0, None)


def test_who_complied_by_itself_was_worth_listing():
    line = came(make.target_list(month=THIS_MONTH), None, "score", "unregistered")
    type(line).objects.filter(pk=line.pk).update(state="complied", complied_at=timezone.now())
    assert hits.rates().overall.share == 1.0


def test_nothing_known_is_no_zero():
    found = hits.rates()
    assert (found.overall.share, found.yardstick.share) == (None, None)
    assert found.times_the_yardstick(found.overall) is None
    assert all(proposal.proposed is None for proposal in hits.proposals(found))


def test_one_office_and_a_time():
    here, there = make.target_list("12", THIS_MONTH), make.target_list("08", THIS_MONTH)
    old = make.target_list("12", date(2020, 1, 1))
    came(here, True), came(there, False), came(old, False)
    assert hits.rates().overall.known == 2
    assert hits.rates(office=here.office).overall.share == 1.0
    assert hits.rates(office=here.office, since=date(2019, 1, 1)).overall.share == 0.5


def test_a_weight_is_proposed_and_never_taken_over_by_itself():
    LawValue.objects.filter(code="target.rates_least").update(number=2)
    book.forget()
    listed = make.target_list(month=THIS_MONTH)
    for hit in (True, True, False, False):
        came(listed, hit, "score", "size", *(["unregistered"] if hit else ["sector"]))
    told = {proposal.signal: proposal for proposal in hits.proposals(hits.rates())}
    assert (told["size"].weight, told["size"].proposed) == (Decimal("0.1"), Decimal("0.1000"))
    assert told["unregistered"].proposed == Decimal("0.7000")  # at most doubled
    assert told["sector"].proposed == Decimal("0.0250")  # at most halved
    assert told["late_hires"].proposed is None
    assert book.value("target.weight.unregistered").value == Decimal("0.35")
