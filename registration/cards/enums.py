"""Closed lists of members' cards and of the keys that sign them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CardState(models.TextChoices):
    ISSUED = "issued", _("issued")
    REPLACED = "replaced", _("replaced by a newer card")
    REVOKED = "revoked", _("withdrawn")


class KeyState(models.TextChoices):
    """Published: verifiers may learn it before it signs. Withdrawn: nobody may trust what it ever signed."""

    PUBLISHED = "published", _("published, does not sign yet")
    ACTIVE = "active", _("signs cards")
    RETIRED = "retired", _("signs no more, its cards are still good")
    WITHDRAWN = "withdrawn", _("withdrawn, its cards are no longer good")


class Algorithm(models.TextChoices):
    """The only two a verifier accepts (RFC 9053, 2.1 and 2.2): no MAC, no "none", nothing else."""

    ES256 = "ES256", "ES256"
    EDDSA = "EdDSA", "EdDSA"
