from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NumberBlock(models.Model):
    """A block of numbers that NSSF's core system has reserved for this portal: nobody is numbered by both."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("member numbers")
        ENTERPRISE = "enterprise", _("enterprise numbers")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    first = models.BigIntegerField(_("first number"))
    last = models.BigIntegerField(_("last number"))
    next = models.BigIntegerField(_("next number"))
    reserved_on = models.DateField(_("reserved on"), default=timezone.localdate)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("number block")
        ordering = ["kind", "first"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("next"), next__lte=models.F("last") + 1),
                name="number_block_next_inside",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}-{self.last}"


class BlockExhausted(Exception):
    """The core system must reserve another block before anyone else can be numbered."""


def has_room(kind: str, count: int = 1) -> bool:
    """Whether `count` numbers could be allocated now; who needs them sure takes them with `allocate`."""
    return NumberBlock.objects.filter(kind=kind, last__gte=models.F("next") + count - 1).exists()


def allocate(kind: str, count: int = 1) -> int:
    """The first of `count` consecutive numbers; the block's row stays locked until the transaction ends."""
    for block in NumberBlock.objects.select_for_update().filter(kind=kind).order_by("first"):
        if block.next + count - 1 <= block.last:
            first = block.next
            block.next += count
            block.save(update_fields=["next"])
            return first
    raise BlockExhausted(kind)


class Identifier(models.Model):
    """An identity or contact number of somebody: what it is, encrypted; found by its blind index; shown by its end."""

    class Kind(models.TextChoices):
        KHMER_ID = "khmer_id", _("Khmer ID card")
        KIDC = "kidc", _("Khmer identification code (10 digits)")
        PASSPORT = "passport", _("passport")
        WORK_PERMIT = "work_permit", _("work permit")
        BIRTH_CERTIFICATE = "birth_certificate", _("birth certificate")
        FAMILY_BOOK = "family_book", _("family book")
        RESIDENCE_BOOK = "residence_book", _("residence book")
        PHONE = "phone", _("phone number")
        INFORMAL_CERTIFICATE = "informal_cert", _("informal economy certificate")
        EQUITY_CARD = "equity_card", _("equity card")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    ciphertext = models.BinaryField()
    blind_index = models.UUIDField()
    last_four = models.CharField(max_length=4)
    key_id = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"•••• {self.last_four}"
