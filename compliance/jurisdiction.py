"""Which labour office inspects which enterprise: Prakas 185 MLVT of 28 August 2008, its numbers in the law book."""

from functools import reduce
from operator import or_

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from enterprises.models import Enterprise
from nssf_portal import law
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from registration.models import Employment

_NOBODY = Q(pk__in=[])


def staff(prefix: str = "") -> Greatest:
    """Workers of an enterprise, as the registers know them: registered now, or declared elsewhere, whichever is more.

    `prefix` leads to the enterprise ("enterprise__")."""
    now = Employment.objects.current().filter(enterprise=OuterRef(f"{prefix}pk")).order_by().values("enterprise")
    registered = Subquery(now.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Greatest(Coalesce(F(f"{prefix}declared_workers"), 0), Coalesce(registered, 0))


def mlvt_office(enterprise: Enterprise) -> Office | None:
    """In the capital the municipal department up to a number of workers, the ministry above; else the province's.

    None while nobody has entered the ministry's offices."""
    province = enterprise.commune_code[:2]
    if province == _municipal() and _staff_of(enterprise) > _most():
        province = ""
    offices = {o.code: o for o in Office.objects.filter(tree=Office.Tree.MLVT, code__in=[province, "HQ"])}
    return offices.get(province) or offices.get("HQ")


def of_labour(user: User, rows: QuerySet, prefix: str) -> QuerySet:
    """Those rows whose enterprise the user's labour offices inspect."""
    offices = [g.office for g in user.active_grants if g.office and g.gives(Permission.READ_SHARED_LABOUR)]
    reach = reduce(or_, (_reach(office, prefix) for office in offices if user.is_active), _NOBODY)
    return rows.annotate(staff=staff(prefix)).filter(reach)


def _reach(office: Office, prefix: str) -> Q:
    place = f"{prefix}commune_code"
    in_capital = Q(**{f"{place}__startswith": _municipal()})
    if office.code == "HQ":
        return in_capital & Q(staff__gt=_most()) | Q(**{place: ""})
    return Q(**{f"{place}__startswith": office.code}) & (~in_capital | Q(staff__lte=_most()))


def _staff_of(enterprise: Enterprise) -> int:
    return Enterprise.objects.filter(pk=enterprise.pk).annotate(staff=staff()).values_list("staff", flat=True).get()


def _municipal() -> str:
    return str(law.value("mlvt.municipal_place").value)


def _most() -> int:
    return int(law.value("mlvt.municipal_staff_up_to").value)
