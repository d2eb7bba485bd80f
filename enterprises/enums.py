from django.db import models
from django.utils.translation import gettext_lazy as _


class EnterpriseState(models.TextChoices):
    KNOWN = "known", _("known, not registered")
    REGISTERED = "registered", _("registered")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


class EnterpriseKind(models.TextChoices):
    COMPANY = "company", _("company or enterprise")
    HOUSEHOLD = "household", _("household that employs")
    OTHER = "other", _("association or other employer")


class RepresentativeRole(models.TextChoices):
    OWNER = "owner", _("owner or director: everything, invites others")
    MANAGER = "manager", _("manager: everything but inviting")
    STAFF_CLERK = "staff_clerk", _("staff clerk: staff lists only")


class Verification(models.TextChoices):
    UNVERIFIED = "unverified", _("unverified")
    BY_ENTERPRISE = "by_enterprise", _("confirmed by the enterprise")
    BY_INSPECTOR = "by_inspector", _("confirmed by an inspector")
    BY_TWO_SOURCES = "by_two_sources", _("confirmed by two sources")
    CONFLICTING = "conflicting", _("sources disagree")
    STALE = "stale", _("stale")


class Sector(models.TextChoices):
    """Sections of the international industrial classification (ISIC Rev. 4), as registries send them."""

    A = "A", _("agriculture, forestry and fishing")
    B = "B", _("mining and quarrying")
    C = "C", _("manufacturing")
    D = "D", _("electricity and gas")
    E = "E", _("water and waste")
    F = "F", _("construction")
    G = "G", _("wholesale and retail trade")
    H = "H", _("transport and storage")
    I = "I", _("hotels and restaurants")  # noqa: E741
    J = "J", _("information and communication")
    K = "K", _("finance and insurance")
    L = "L", _("real estate")
    M = "M", _("professional and technical services")
    N = "N", _("administrative and support services")
    O = "O", _("public administration")  # noqa: E741
    P = "P", _("education")
    Q = "Q", _("health and social work")
    R = "R", _("arts and recreation")
    S = "S", _("other services")
    T = "T", _("households as employers")
    U = "U", _("international organisations")
