"""A certificate of the informal economy by its number: found, not found or unavailable."""

import datetime

import pytest

from nssf_portal.doubles.http import Reply
from nssf_portal.doubles.identity_services import INFORMAL
from nssf_portal.exchange.identity.informal import find_certificate
from nssf_portal.exchange.models import Exchange

pytestmark = pytest.mark.django_db


def test_a_number_gives_holder_trade_and_dates(camdx, chantha):
    answer = find_certificate(" cam-ie-០០០១០១ ", by=None)
    assert answer.found and answer.number == "CAM-IE-000101"
    assert (answer.family_name_latin, answer.given_name_km) == ("SIM", "ចាន់ថា")
    assert (answer.sector_code, answer.occupation_code, answer.id_last4) == ("G", "5221", "1010")
    assert answer.is_valid(datetime.date(2026, 11, 22)) and not answer.is_valid(datetime.date(2028, 1, 5))
    assert answer.as_of == datetime.date(2026, 1, 5)
    assert Exchange.objects.get(xroad_id=answer.exchange_id).subject_kind == "informal-certificate"


def test_it_can_be_compared_with_a_number_without_holding_it(camdx, chantha):
    answer = find_certificate("CAM-IE-000101")
    assert answer.belongs_to("070 101 010") and not answer.belongs_to("070202020")
    assert "070101010" not in f"{answer!r} {[getattr(answer, name) for name in answer.__slots__]}"


def test_one_that_ran_out_is_found_and_not_valid(camdx):
    answer = find_certificate("CAM-IE-000404")
    assert answer.found and not answer.is_valid(datetime.date(2026, 11, 22))


def test_an_unknown_number_is_not_found(camdx):
    answer = find_certificate("CAM-IE-999999")
    assert (answer.state, answer.is_valid()) == ("not_found", False) and answer.exchange_id
    camdx.services[INFORMAL].target = lambda request: Reply.json({"certificate": None})
    assert find_certificate("CAM-IE-999999").state == "not_found"


@pytest.mark.parametrize(
    "knobs",
    [{"drop": True}, {"status": 503}, {"content_type": "text/html"}, {"fault": "Server.ServerProxy.AccessDenied"}],
)
def test_whatever_breaks_is_unavailable_not_unknown(camdx, knobs):
    camdx.set(**knobs)
    assert find_certificate("CAM-IE-000101").unavailable


@pytest.mark.parametrize(
    "answer", [["surprise"], {}, {"certificate": "x"}, {"certificate": {"certificate_number": "B"}}]
)
def test_another_shape_is_unavailable(camdx, answer):
    camdx.services[INFORMAL].target = lambda request: Reply.json(answer)
    assert find_certificate("CAM-IE-000101").unavailable


def test_without_a_number_or_a_service_nobody_is_asked(camdx, settings):
    assert find_certificate(" ").state == "not_found"
    settings.DEMO = False
    assert find_certificate("CAM-IE-000101").unavailable
    assert not camdx.seen


def test_the_number_travels_in_the_body(camdx):
    find_certificate("CAM-IE-000101")
    assert "000101" not in camdx.seen[-1].target and b"000101" in camdx.seen[-1].body
