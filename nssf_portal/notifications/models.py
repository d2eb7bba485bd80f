"""The outbox: a row for each message, written with the business act, sent after it is committed."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nssf_portal.ids import uuid7


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    TELEGRAM = "telegram", _("Telegram")
    PORTAL = "portal", _("In the portal")


class MessageState(models.TextChoices):
    PENDING = "pending", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    UNDELIVERED = "undelivered", _("Sent, but not delivered")
    FAILED = "failed", _("Could not be sent")
    UNKNOWN = "unknown", _("Perhaps sent, to be checked")


QUIET_CHANNELS = (Channel.SMS, Channel.TELEGRAM)
"""Those that ring in somebody's pocket: they keep the quiet hours."""
GONE_OUT = ("sent", "delivered", "undelivered")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> "MessageQuerySet":
        """Messages addressed to this user in the portal; a worker finds an SMS again by its link only."""
        return self.filter(recipient_user_id=user.pk, channel=Channel.PORTAL).exclude(state=MessageState.FAILED)

    def due(self, now: datetime) -> "MessageQuerySet":
        return self.filter(state=MessageState.PENDING, not_before__lte=now).order_by("not_before", "id")

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at=None)

    def newest_first(self) -> "MessageQuerySet":
        return self.order_by("-created_at", "-id")

    def to_ask_about(self, now: datetime) -> "MessageQuerySet":
        """Sent messages whose gateway is to be asked whether they arrived."""
        return self.filter(state=MessageState.SENT, ask_at__lte=now).order_by("ask_at", "id")

    def stuck_since(self, moment: datetime) -> "MessageQuerySet":
        """Rows whose sender died between taking them and saying how it went."""
        return self.filter(state=MessageState.SENDING, sending_since__lt=moment)


class Message(models.Model):
    """One message to one person. It holds no name, number or amount: the address is looked up when it is sent.

    Column names are a contract: registration fills this table by INSERT ... SELECT; all but `id`, `event`, `template`,
    `channel` and `dedup_key` have database defaults or may be null.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.CharField(_("event"), max_length=60)
    template = models.CharField(_("template"), max_length=60)
    language = models.CharField(_("language"), max_length=2, db_default="km")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    recipient_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    recipient_member = models.UUIDField(_("member"), null=True, blank=True)
    address_ref = models.CharField(_("where the address is kept"), max_length=80, blank=True, db_default="")
    dedup_key = models.CharField(_("said once by"), max_length=160)
    parameters = models.JSONField(
        _("parameters, never personal"), blank=True, db_default=models.Value({}, models.JSONField())
    )
    state = models.CharField(_("state"), max_length=12, choices=MessageState, db_default=models.Value("pending"))
    created_at = models.DateTimeField(_("written"), db_default=Now())
    not_before = models.DateTimeField(_("not before"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    sending_since = models.DateTimeField(_("taken by a sender"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    provider_id = models.CharField(_("provider's number"), max_length=100, blank=True, db_default="")
    gateway = models.CharField(_("gateway"), max_length=20, blank=True, db_default="")
    segments = models.PositiveSmallIntegerField(_("parts of the SMS"), db_default=0)
    ask_at = models.DateTimeField(_("when to ask whether it arrived"), null=True, blank=True)
    failure = models.CharField(_("why not"), max_length=60, blank=True, db_default="")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["not_before", "id"], name="message_due", condition=models.Q(state="pending")),
            models.Index(fields=["ask_at"], name="message_ask", condition=models.Q(ask_at__isnull=False)),
            models.Index(fields=["sending_since"], name="message_sending", condition=models.Q(state="sending")),
            models.Index(
                fields=["recipient_user", "-created_at"],
                name="message_of_user",
                condition=models.Q(recipient_user__isnull=False),
            ),
            models.Index(
                fields=["recipient_member", "-created_at"],
                name="message_of_member",
                condition=models.Q(recipient_member__isnull=False),
            ),
        ]
        constraints = [
            # Not unique=True on the field: that would cost every bulk insert a second, pattern index nobody searches.
            models.UniqueConstraint(fields=["dedup_key"], name="message_said_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=GONE_OUT, sent_at__isnull=False)
                | ~models.Q(state__in=GONE_OUT) & models.Q(sent_at=None),
                name="message_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ask_at=None) | models.Q(state="sent"), name="message_asked_only_when_sent"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(sending_since__isnull=False),
                name="message_sending_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient_user__isnull=False)
                | models.Q(recipient_member__isnull=False)
                | ~models.Q(address_ref=""),
                name="message_has_recipient",
            ),
            models.CheckConstraint(
                condition=~models.Q(channel="portal") | models.Q(recipient_user__isnull=False),
                name="message_in_portal_has_user",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def recipient_kind(self) -> str:
        """Who knows the address: the part of `address_ref` before the colon, else the kind of person."""
        if self.address_ref:
            return self.address_ref.partition(":")[0]
        return "member" if self.recipient_member else "user"

    @property
    def recipient_ref(self) -> uuid.UUID | str | None:
        """What its keeper calls the recipient."""
        if self.address_ref:
            return self.address_ref.partition(":")[2]
        return self.recipient_member or self.recipient_user_id


class Preference(models.Model):
    """How somebody who signs in wants to be told: which ways, and which first. Codes come as they must."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("user")
    )
    sms = models.BooleanField(_("SMS"), default=True)
    email = models.BooleanField(_("E-mail"), default=True)
    telegram = models.BooleanField(_("Telegram"), default=True)
    first = models.CharField(
        _("first way"),
        max_length=8,
        blank=True,
        default="",
        choices=[(value, label) for value, label in Channel.choices if value != Channel.PORTAL],
    )

    class Meta:
        verbose_name = _("message preference")
        verbose_name_plural = _("message preferences")

    def __str__(self) -> str:
        return str(self.pk)


class TelegramChat(models.Model):
    """The chat in which somebody pressed Start: only there may the bot write."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ciphertext = models.BinaryField(_("chat, encrypted"))
    blind_index = models.UUIDField(_("chat, as a keyed digest"), db_index=True)
    key_id = models.PositiveSmallIntegerField(_("key"))
    bound_at = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("Telegram chat")
        verbose_name_plural = _("Telegram chats")

    def __str__(self) -> str:
        return str(self.id)


class TelegramInvite(models.Model):
    """A link with a secret good once and for some minutes, by which a chat is connected to an account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.UUIDField(_("secret, as a keyed digest"), unique=True)
    expires_at = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("Telegram link")
        verbose_name_plural = _("Telegram links")

    def __str__(self) -> str:
        return str(self.id)
