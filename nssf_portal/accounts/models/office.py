from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Bilingual(models.Model):
    """Official names as given, in both languages."""

    name_km = models.CharField(_("name in Khmer"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_km


class Office(Bilingual):
    """A node of an office tree; its code is HQ or the code of the place it serves, so scope is a prefix."""

    class Tree(models.TextChoices):
        NSSF = "nssf", _("NSSF")
        MLVT = "mlvt", _("Ministry of Labour and Vocational Training")
        LOCAL = "local", _("Commune and district authorities")

    code = models.CharField(_("code"), max_length=12)
    tree = models.CharField(_("tree"), max_length=8, choices=Tree, default=Tree.NSSF)
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="children", verbose_name=_("office above")
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["tree", "code"]
        constraints = [models.UniqueConstraint(fields=["tree", "code"], name="office_code_once_per_tree")]

    @property
    def place_prefix(self) -> str:
        """Place codes this office serves begin with this; '' is the whole country."""
        return "" if self.code == "HQ" else self.code


class Institution(Bilingual):
    """A ministry or partner (MLVT, MEF, GDT, MoC, GS-NSPC, ILO ...)."""

    code = models.CharField(_("code"), max_length=20, unique=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["code"]
