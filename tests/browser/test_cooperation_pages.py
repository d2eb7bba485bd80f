"""Authorities working together, looked at: the board, a shared list, the calendar, the commune's phone page."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.utils import timezone

from compliance.models import Referral, TargetReason
from compliance.services import asking
from tests.factories import compliance
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("eye", [("km", 390)], ids=["km-390"], indirect=True),
]
SECRET = "a good long secret"


def person(role, code, tree="nssf"):
    user = UserFactory(grant=(role, code, tree))
    user.set_password(SECRET)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def unit(name, address="ផ្លូវ ៥ ក្បែរផ្សារថ្មី", **fields):
    return EnterpriseFactory(name_latin=name, name_km="នំបាយ័ន", address=address, **fields)


def test_the_work_of_several_authorities(eye):
    cache.clear()
    OfficeFactory(code="HQ", tree="mlvt"), OfficeFactory(code="12", tree="mlvt")
    chief, labour = person("chief_inspector", "12"), person("labour_inspector", "12", "mlvt")
    listed, now = compliance.target_list(), {"decided_at": timezone.now(), "decided_by": chief}
    for rank, name in enumerate(("Bayon Bakery", "A Very Long Name of an Enterprise " * 4), start=1):
        line = compliance.target_line(listed, unit(name, sector="C"), state="accepted", rank=rank, **now)
        TargetReason.objects.create(line=line, signal="unregistered", strength=1, points=1)
    share = compliance.list_share(listed)
    today = timezone.localdate()
    case = compliance.case_file(unit("Lotus Hotel"), chief)
    compliance.visit(case, planned_on=today, joint_with=compliance.institution("MLVT"))
    compliance.visit(compliance.case_file(unit("Hidden"), chief), planned_on=today, announced=False)
    Referral.objects.filter(pk=compliance.referral(case.enterprise).pk).update(due_on=today - timedelta(days=4))
    asked = asking.ask(case.enterprise, chief, case=case)

    eye.go(f"/inspect/together/unit/{asked.token}/")
    eye.look("together_unit")
    eye.sign_in(chief.email, SECRET)
    for path, name in (("", "board"), (f"questions/{asked.question.pk}/", "question"), ("calendar/", "calendar_fund")):
        eye.go(f"/inspect/together/{path}")
        eye.look(f"together_{name}")
    eye.go(f"/inspect/together/lists/{listed.pk}/share/")
    eye.look("together_share_new")
    eye.sign_in(labour.email, SECRET)
    for path, name in ((f"shared/{share.pk}/", "shared"), ("calendar/", "calendar"), ("calendar/plan/", "plan")):
        eye.go(f"/inspect/together/{path}")
        eye.look(f"together_{name}")
