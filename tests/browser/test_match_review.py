"""Comparing by keyboard: s, n, l, arrows, u; then every screen of it, looked at in both languages and widths."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress

from enterprises.enums import SettledBy
from enterprises.models import MatchCandidate, MatchDecision
from enterprises.services.settling import settle
from tests.enterprises.review.conftest import possible, word
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumduol-blooms-2026"
HOME = "/desk/registry"
REASONS = ["tin_slip", "phone_equal", "commune_equal", "name_close:0.93", "opened_differs"]


@pytest.fixture
def clerk(settings, transactional_db):
    settings.DEMO = True
    for code in ("HQ", "12"):
        OfficeFactory(code=code)
    user = UserFactory(email="clerk@example.test", name="Chan Dara", grant=("clerk", "12"))
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def unit(number: str, name_km: str, name_latin: str, **more):
    made = EnterpriseFactory(nssf_number=number, name_km=name_km, name_latin=name_latin, **more)
    made.set_keys()
    made.save()
    return made


@pytest.fixture
def waiting(clerk):
    """Three records that wait; the first may be one of two enterprises."""
    golden = unit(
        "712001", "តម្បាញមាស", "Golden Loom Garment", tin="L001-100000012", phone="+85512345678", sector="C",
        opened_on=date(2019, 4, 3), address="St 271", declared_workers=412,
    )  # fmt: skip
    looms = unit("712002", "តម្បាញមាសថ្មី", "New Golden Looms", tin="L001-100000777", commune_code="120109")
    word(golden, "core", as_of=None)
    word(golden, "gdt", phone="+85599111222", opened_on=date(2019, 4, 3))
    first = possible(
        golden, key="OBR-2041", name_km="តម្បាញ មាស", name_latin="Golden Lom Garment Co., Ltd", tin="L001-100000021",
        opened_on=date(2019, 3, 4), phone="+85512345678", commune_code="120109", sector="C", declared_workers=380,
        reasons=REASONS,
    )  # fmt: skip
    MatchCandidate.objects.create(record=first, enterprise=looms, rank=2, score="0.310", reasons=["name_close:0.81"])
    shop = unit("712003", "ភោជនីយដ្ឋានស្លាបព្រាប្រាក់", "Silver Spoon")
    second = possible(
        shop, "mot", key="MOT-88", name_latin="Silver Spoon II", score="0.640", reasons=["name_close:0.90"]
    )
    third = possible(unit("712004", "", "Angkor Bricks"), "mlvt", key="LAC-7", as_of=date(2019, 6, 1), score="0.550")
    return first, second, third


@pytest.mark.parametrize("eye", [("en", 1280)], ids=["en-1280"], indirect=True)
def test_a_queue_is_worked_by_keyboard_alone(eye, waiting):
    first, second, third = waiting
    eye.sign_in("clerk@example.test", PASSWORD)
    eye.go(f"{HOME}/review/{first.pk}/")
    page = eye.page

    def press(key: str, there: str) -> None:
        page.wait_for_load_state()
        page.keyboard.press(key)
        page.wait_for_url(lambda url: there in url)

    press("ArrowRight", "unit=")
    assert "New Golden Looms" in page.inner_text(".chip[aria-current]")
    press("ArrowLeft", "unit=")
    page.wait_for_function("() => document.querySelector('.chip[aria-current]').innerText.includes('Golden Loom G')")
    press("j", str(second.pk))
    press("l", str(third.pk))
    press("n", str(first.pk))
    press("s", str(second.pk))  # the put off one comes last
    told = dict(MatchDecision.objects.standing().values_list("record_id", "verdict"))
    assert told == {first.pk: "same", second.pk: "later", third.pk: "not_same"}
    press("u", str(first.pk))
    assert not MatchDecision.objects.standing().filter(record=first).exists()
    page.locator("summary", has_text="Add a note").click()
    page.fill("#why", "sn")  # letters typed into a field decide nothing
    assert str(first.pk) in page.url and not MatchDecision.objects.standing().filter(record=first).exists()


def test_every_screen_of_comparing(eye, waiting, clerk):
    first, second, _third = waiting
    golden = first.candidates.get(rank=1).enterprise
    settle(
        enterprise=golden, field="address", value="ផ្លូវ ២៧១ ផ្ទះលេខ ៨", kind=SettledBy.CLERK, by=clerk,
        reason="ឃើញលើវិញ្ញាបនបត្រ",
    )  # fmt: skip
    eye.sign_in("clerk@example.test", PASSWORD)
    eye.go(f"{HOME}/review/")
    eye.look("70_compare_queue")
    eye.go(f"{HOME}/review/{second.pk}/")
    eye.page.locator("button[value=later]").click()
    eye.page.wait_for_url(lambda url: str(second.pk) not in url)
    for name, path in (
        ("compare", f"review/{first.pk}/"),
        ("decided", "decided/"),
        ("records", "records/"),
        ("record", f"records/{golden.records.get(source__code='gdt').pk}/"),
        ("unit", f"units/{golden.pk}/"),
        ("settle", f"units/{golden.pk}/settle/phone/"),
    ):
        eye.go(f"{HOME}/{path}")
        eye.look(f"71_{name}")
