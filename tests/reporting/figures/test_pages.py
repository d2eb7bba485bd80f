"""Opening figures and the dashboards: who sees which, and what they say."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registration.models import Member
from reporting import differences, registry
from reporting.enums import ChangeReason
from reporting.periods import Period
from reporting.registry import Cell
from tests.factories import reporting as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
QUARTER = "2026Q3"


def address(name, query="", **kwargs):
    return reverse(f"reporting_{name}", kwargs=kwargs) + (f"?{query}" if query else "")


@pytest.fixture
def some_members(make_member):
    """Twelve in Phnom Penh, seven in Kep, two in Pailin; all in August 2026."""
    for commune, people in (("120101", 12), ("230101", 7), ("240101", 2)):
        for _number in range(people):
            make_member("2026-08", commune_code=commune, sex="F" if people > 7 else "M")


@pytest.mark.usefixtures("some_members")
class TestLive:
    def test_a_figure_says_what_it_means_and_what_it_is_made_of(self, analyst):
        page = analyst.get(address("figures:live", f"period={QUARTER}", indicator_code="new_members"))
        assert page.context["shown"].number == 21
        assert page.context["opened"].meaning.source
        assert any(table.dimensions == ("province",) for table in page.context["tables"])

    def test_small_numbers_are_not_on_the_page_of_a_province(self, analyst):
        page = analyst.get(address("figures:live", f"period={QUARTER}&province=24", indicator_code="new_members"))
        assert page.context["shown"].number is None
        by_province = analyst.get(address("figures:live", f"period={QUARTER}", indicator_code="new_members"))
        table = next(one for one in by_province.context["tables"] if one.dimensions == ("province",))
        assert sum(row.cells[0].number is None for row in table.rows) >= 2

    def test_what_no_table_has_is_no_page(self, analyst):
        for query in ("sex=F&channel=web", "period=x"):
            assert analyst.get(address("figures:live", query, indicator_code="new_members")).status_code == 404
        assert analyst.get(address("figures:live", indicator_code="nothing")).status_code == 404

    def test_an_entered_figure_says_why_there_is_none(self, analyst):
        page = analyst.get(address("figures:live", indicator_code="schools_curriculum"))
        assert page.context["shown"].missing

    def test_who_reads_no_counts_opens_nothing(self, client):
        client.force_login(UserFactory(grant=("clerk", "12")))
        assert client.get(address("figures:live", indicator_code="new_members")).status_code == 403
        assert client.get(address("figures:every")).status_code == 403

    def test_every_indicator_stands_in_the_list(self, analyst):
        page = analyst.get(address("figures:every", f"period={QUARTER}"))
        assert len(page.context["lines"]) == len(registry.every())


class TestRows:
    def test_a_clerk_sees_the_rows_of_the_own_province_only(self, client, some_members):
        client.force_login(UserFactory(grant=("clerk", "12")))
        page = client.get(address("figures:rows", f"period={QUARTER}", indicator_code="new_members"))
        assert page.context["page"].paginator.count == 12
        assert "SOK" not in page.content.decode()

    def test_an_analyst_sees_counts_and_no_row(self, analyst, some_members):
        page = analyst.get(address("figures:rows", f"period={QUARTER}", indicator_code="new_members"))
        assert page.status_code == 200
        assert not page.context["lines"]

    def test_who_holds_no_role_is_turned_away(self, client):
        client.force_login(UserFactory())
        assert client.get(address("figures:rows", indicator_code="new_members")).status_code == 403


class TestOfAReport:
    def test_the_report_keeps_its_number_and_the_live_one_is_a_link_away(self, analyst, some_members):
        figure = make.figure(make.report(QUARTER), value=17)
        page = analyst.get(address("figures:figure", figure_id=figure.pk))
        assert page.context["shown"].number == 17
        assert page.context["live_url"]

    def test_a_draft_is_not_for_the_council(self, client):
        figure = make.figure(make.report(QUARTER), value=17)
        client.force_login(make.council())
        assert client.get(address("figures:figure", figure_id=figure.pk)).status_code == 404

    def test_a_hidden_number_is_not_said(self, analyst):
        figure = make.figure(make.report(QUARTER), value=3, hidden="small")
        page = analyst.get(address("figures:figure", figure_id=figure.pk))
        assert page.context["shown"].number is None


class TestDifferences:
    def explain(self, code, value, where=None):
        where = where or {}
        return differences.explain(
            registry.get(code), Period.parse(QUARTER), where, Cell("+".join(where), where, value)
        )

    def test_a_stock_is_explained_by_who_joined_and_who_ended(self, make_member):
        for _number in range(20):
            make_member("2026-05")
        for _number in range(9):
            make_member("2026-08")
        leaving = [member.pk for member in Member.objects.filter(registered_on=date(2026, 5, 15))[:6]]
        Member.objects.filter(pk__in=leaving).update(state="ended", ended_on=date(2026, 8, 1))
        found = self.explain("members_active", 23)
        assert found.change == 3
        assert {(p.reason, p.amount) for p in found.parts} >= {(ChangeReason.JOINED, 9), (ChangeReason.ENDED, -6)}

    def test_what_came_late_is_told_apart_from_what_was_corrected(self, make_member):
        for _number in range(10):
            make_member("2026-05")
        draft = make.report("2026Q2", figures_at=timezone.now() + timedelta(hours=1))
        make.figure(draft, value=10)
        type(draft).objects.filter(pk=draft.pk).update(state="reviewed", reviewed_at=timezone.now(),
                                                       reviewed_by=make.approver())  # fmt: skip
        type(draft).objects.filter(pk=draft.pk).update(state="published", published_at=timezone.now(),
                                                       published_by=make.approver())  # fmt: skip
        for _number in range(6):
            make_member("2026-06", registered_at=timezone.now() + timedelta(hours=2))
        found = self.explain("new_members", 0)
        assert found.report == draft
        assert (ChangeReason.LATE, 6) in {(part.reason, part.amount) for part in found.parts}
        assert sum(part.amount for part in found.parts) == found.change == -10

    def test_parts_that_are_too_small_are_not_said(self, make_member):
        for _number in range(20):
            make_member("2026-05")
        for _number in range(2):
            make_member("2026-08")
        found = self.explain("members_active", 22)
        assert found.parts
        assert all(part.amount is None for part in found.parts)


@pytest.mark.usefixtures("some_members")
class TestDashboards:
    def test_the_country_says_the_finding_and_leads_everywhere(self, analyst):
        page = analyst.get(address("dashboard:home", f"period={QUARTER}"))
        assert page.status_code == 200
        assert page.context["standing"].total.value == 21
        assert {"reporting_plan:home", "reporting_reports:home"} <= {room.address for room in page.context["rooms"]}

    @pytest.mark.parametrize("period", ["2026", "2024Q4", "2026Q4"])
    def test_every_period_of_the_plan_has_its_pages(self, analyst, period):
        for name in ("home", "province", "office", "institution", "csv"):
            assert analyst.get(address(f"dashboard:{name}", f"period={period}")).status_code == 200
        for code in ("new_members", "members_active", "share_of_census_units", "median_days"):
            assert analyst.get(address("figures:live", f"period={period}", indicator_code=code)).status_code == 200

    def test_the_page_asks_at_most_a_hundred_questions(self, analyst, django_assert_max_num_queries):
        with django_assert_max_num_queries(100):
            analyst.get(address("dashboard:home", f"period={QUARTER}"))

    def test_print_view_has_no_filters(self, analyst):
        page = analyst.get(address("dashboard:home", f"period={QUARTER}&print=1"))
        assert '<form class="filters"' not in page.content.decode()

    def test_a_province_shows_its_target_and_its_months(self, analyst):
        make.target(make.indicator("new_members"), 24, period=QUARTER, province_code="12")
        page = analyst.get(address("dashboard:province", f"province=12&period={QUARTER}"))
        said = page.context["main"].targets[0]
        assert (said.share, said.meaning) == ("50.0%", "wrong")
        assert {month.people for month in page.context["months"]} == {0, 12}

    def test_a_small_month_is_not_told(self, analyst):
        page = analyst.get(address("dashboard:province", f"province=24&period={QUARTER}"))
        assert None in {month.people for month in page.context["months"]}
        assert page.context["main"].shown.number is None

    def test_an_unknown_province_is_said_at_the_field(self, analyst):
        page = analyst.get(address("dashboard:province", "province=99"))
        assert page.context["form"].errors

    def test_data_are_the_pages_numbers_and_no_small_one(self, analyst):
        page = analyst.get(address("dashboard:csv", f"period={QUARTER}&province=24"))
        lines = page.content.decode().splitlines()
        assert any(line.startswith("new_members,") for line in lines)
        assert not any(",2," in line for line in lines if line.startswith("new_members,"))

    def test_a_clerk_sees_the_own_office_and_no_other(self, client):
        from nssf_portal.accounts.models import Office

        Office.objects.get_or_create(tree="nssf", code="17", defaults={"name_km": "ក", "name_en": "Elsewhere"})
        client.force_login(UserFactory(grant=("clerk", "12")))
        assert client.get(address("dashboard:office")).context["office"].code.startswith("12")
        assert client.get(address("dashboard:office", "office=17")).status_code == 404
        assert client.get(address("dashboard:home")).status_code == 302
        assert client.get(address("dashboard:province")).status_code == 403

    def test_a_contact_sees_the_own_institution_and_no_other(self, client):
        make.measure("1.4", lead="MOC")
        client.force_login(make.contact("MISTI"))
        page = client.get(address("dashboard:institution"))
        assert page.context["of"].institution.code == "MISTI"
        assert client.get(address("dashboard:institution", "institution=MOC")).status_code == 404

    def test_the_council_looks_at_any_institution(self, client):
        client.force_login(make.council())
        page = client.get(address("dashboard:institution", "institution=NSSF"))
        assert page.context["of"].rows

    def test_a_stranger_is_turned_away(self, client):
        client.force_login(UserFactory())
        for name in ("home", "province", "office", "institution", "csv"):
            assert client.get(address(f"dashboard:{name}")).status_code == 403
