"""Who gave a tip, or named an employer: nothing of them is on a list, nor can be told from one."""

import pytest
from django.core.management import call_command
from django.utils import translation

from compliance.models import TargetLine, TargetReason
from compliance.targeting.sentences import sentence, shared_reasons
from registration.models import EmploymentConfirmation, Tip
from tests.compliance.targets.conftest import listed, reason
from tests.factories.applications import confirmation
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.service import tip

pytestmark = pytest.mark.django_db


def _overdue(enterprise):
    asked = confirmation(enterprise)
    EmploymentConfirmation.objects.filter(pk=asked.pk).update(due_on="2026-01-05")
    return asked


def test_a_tip_many_tips_and_an_overdue_answer_look_the_same(office):
    once, often, asked, none = (EnterpriseFactory() for _ in range(4))
    representative_of(asked)
    tip(once, text="Twelve people work there at night.")
    for about in ("not_registered", "fewer_staff", "pressure"):
        tip(often, contact="+85512345678", about=about)
    _overdue(asked)
    listed(office, capacity=10)
    facts = ("strength", "points", "number", "against", "since", "source")
    seen = {tuple(getattr(reason(unit, "information"), name) for name in facts) for unit in (once, often, asked)}
    assert len(seen) == 1
    strength, _points, *rest = seen.pop()
    assert (strength, rest) == (1, [None, None, None, ""])
    assert reason(none, "information") is None


def test_a_closed_tip_says_nothing_any_more(office):
    unit = EnterpriseFactory()
    given = tip(unit)
    Tip.objects.filter(pk=given.pk).update(
        state="closed", closed_at=given.received_at, looked_at_by=representative_of(unit), outcome="nothing"
    )
    listed(office)
    assert reason(unit, "information") is None


def test_one_wording_in_each_language_and_none_of_the_tip_s_words(office, capsys):
    unit = EnterpriseFactory()
    given = tip(unit, text="The guard Sovann told me.", contact="+85512999888", seen="last Sunday night")
    listed(office)
    found = reason(unit, "information")
    with translation.override("en"):
        assert sentence(found) == "Information received"
    assert shared_reasons([found]) == []  # it does not leave the Fund with a shared list
    call_command("build_targets", "--month=2026-12", "--office=12", "--capacity=5", "--format=json")
    out = capsys.readouterr().out
    for secret in ("Sovann", "999888", "Sunday", given.reference, str(given.pk), "tip", "Tip"):
        assert secret not in out


def test_no_way_leads_from_a_line_to_the_informant():
    """No column of a line or reason points to a tip, an application, a member or a date of a tip."""
    targets = {
        field.related_model._meta.label
        for model in (TargetLine, TargetReason)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete
    }
    assert targets <= {
        "compliance.TargetList", "compliance.TargetLine", "enterprises.Enterprise", "accounts.User",
    }  # fmt: skip


def test_the_treatment_does_not_tell_either(office):
    told, silent = EnterpriseFactory(), EnterpriseFactory()
    tip(told)
    listed(office)
    treatments = TargetLine.objects.filter(enterprise__in=[told, silent]).values_list("treatment", flat=True)
    assert len(set(treatments)) == 1
