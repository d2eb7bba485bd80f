"""Start the stand-ins of a development machine: security server with sample services, SMS, CamDigiKey, OpenID."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nssf_portal.doubles.camdigikey import CamDigiKeyDouble
from nssf_portal.doubles.certificates import development_certificates
from nssf_portal.doubles.http import Double
from nssf_portal.doubles.oidc import OpenIdDouble
from nssf_portal.doubles.our_services import client_context, offer_our_services
from nssf_portal.doubles.sample_registries import sample_security_server
from nssf_portal.doubles.security_server import SecurityServerDouble
from nssf_portal.doubles.sms_gateway import SAMPLE_KEY, SmsGatewayDouble
from nssf_portal.doubles.telegram import TelegramDouble
from nssf_portal.exchange import conf
from nssf_portal.notifications import telegram
from nssf_portal.notifications.chats import DOUBLE_OFFSET


class Command(BaseCommand):
    help = "Run the stand-ins of CamDX, the SMS gateway, CamDigiKey and OpenID Connect until interrupted."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dialect", choices=["7.4", "7.8"], default="7.4", help="How faults are spelled.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Stand-ins run in demo mode only.")
        doubles = self._make(options["dialect"])
        for name, double in doubles.items():
            double.start()
            self.stderr.write(f"{name}: {double.url}")
        self._wait()
        for double in doubles.values():
            double.stop()

    def _make(self, dialect: str) -> dict[str, Double]:
        ports = [conf.double_port(offset) for offset in (conf.DOUBLE_SECURITY_SERVER_OFFSET, conf.DOUBLE_SMS_OFFSET)]
        key = settings.SMS_GATEWAY_KEY or SAMPLE_KEY
        try:
            return {
                "Security server (stand-in)": self._security_server(port=ports[0], dialect=dialect),
                "SMS gateway (stand-in)": SmsGatewayDouble(
                    key=key, port=ports[1], file=settings.VAR_DIR / "doubles" / "sms.jsonl"
                ),
                "Telegram (stand-in)": TelegramDouble(
                    webhook=f"{conf.double_url(0)}/callback/telegram/{telegram.path_secret()}",
                    secret=telegram.header_secret(),
                    port=conf.double_port(DOUBLE_OFFSET),
                ),
                "CamDigiKey (stand-in)": CamDigiKeyDouble(
                    f"{conf.double_url(0)}/callback/camdigikey/", port=conf.double_port(conf.DOUBLE_CAMDIGIKEY_OFFSET)
                ),
                "OpenID Connect (stand-in)": OpenIdDouble(port=conf.double_port(conf.DOUBLE_OIDC_OFFSET)),
            }
        except OSError as error:
            raise CommandError(f"A stand-in's port is taken: {error}") from error

    def _security_server(self, **options: Any) -> SecurityServerDouble:
        """For both roles: registries that we ask, and our own services for partners, through the door."""
        double = sample_security_server(**options)
        context = client_context(development_certificates(settings.VAR_DIR / "door"))
        offer_our_services(double, conf.door_url(), context)
        return double

    def _wait(self) -> None:
        """Wait for Ctrl-C or the supervisor's TERM."""
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_args: stop.set())
        stop.wait()
