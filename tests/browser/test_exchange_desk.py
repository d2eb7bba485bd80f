"""The operator's screens, looked at with a partner that hangs, one that is fine, a doubt and a changed contract."""

import uuid

import pytest
from allauth.account.models import EmailAddress

from nssf_portal.doubles.sample_registries import OBR, sample_security_server
from nssf_portal.exchange.models import Exchange
from nssf_portal.exchange.operator_models import ContractCheck
from nssf_portal.exchange.registries import find_enterprise
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_the_exchange_at_a_glance(eye, settings):
    user = UserFactory(email="operator@example.test", grant=("administrator", "HQ"))
    user.set_password("a good long secret")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    doubt = Exchange.objects.create(
        service=OBR, client="A/B/C/D", xroad_id=uuid.uuid4(), method="POST", outcome="in_doubt", duration_ms=5000
    )
    ContractCheck.objects.create(service=OBR, result="changed", shape="x", told="POST /; GET /since")
    with sample_security_server() as camdx:
        settings.CAMDX_SECURITY_SERVER_URL = camdx.url
        camdx.set(delay=0.5, service="OBR-DEV")
        for _turn in range(4):
            find_enterprise(tin="K007-075006691", by=None, timeout=0.2)
        eye.sign_in(user.email, "a good long secret")
        eye.go("/desk/exchange/")
        eye.look("exchange_home")
        eye.go("/desk/exchange/messages/")
        eye.look("exchange_messages")
        eye.go(f"/desk/exchange/messages/{doubt.xroad_id}/")
        eye.look("exchange_message")
