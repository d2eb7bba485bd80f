"""Tell Telegram where to bring what people press, once after setting up the bot and after each change of the keys."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nssf_portal.notifications import telegram
from nssf_portal.notifications.delivery import SendInDoubt, SendLater, post


class Command(BaseCommand):
    help = "Register the webhook of the Telegram bot (setWebhook), with its secrets."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TELEGRAM_BOT_TOKEN:
            raise CommandError("TELEGRAM_BOT_TOKEN is not set.")
        url = f"{settings.PUBLIC_URL.rstrip('/')}/callback/telegram/{telegram.path_secret()}"
        data = {"url": url, "secret_token": telegram.header_secret(), "allowed_updates": ["message"]}
        try:
            answer = post(telegram.method_url("setWebhook"), json=data)
        except (SendLater, SendInDoubt) as failure:
            raise CommandError(f"Telegram did not answer: {failure}") from failure
        if not answer.is_success:
            raise CommandError(f"Telegram refused: http-{answer.status_code}")
        self.stderr.write("Telegram brings what people press to this portal.")
