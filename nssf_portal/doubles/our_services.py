"""The Fund's own services behind the security server stand-in: a partner's call really goes through the door."""

import json
import ssl

from nssf_portal.doubles.certificates import Certificates
from nssf_portal.doubles.sample_registries import OUR_CLIENT
from nssf_portal.doubles.security_server import SecurityServerDouble, Service
from nssf_portal.exchange.provider.openapi import describe
from nssf_portal.exchange.provider.registry import services
from nssf_portal.exchange.provider.sample import PARTNERS


def offer_our_services(double: SecurityServerDouble, door_url: str, context: ssl.SSLContext) -> None:
    """Put each service the Fund offers behind the stand-in, open to the sample partners that have agreed on it."""
    double.clients |= set(PARTNERS)
    for service in services():
        rights = {client: [("POST", "*")] for client, row in PARTNERS.items() if service.code in row[3]}
        found = Service(
            f"{OUR_CLIENT}/{service.code}",
            f"{door_url}/exchange/{service.code}",
            rights=rights,
            endpoints=[("POST", "/")],
            openapi=json.dumps(describe(service)),
            context=context,
        )
        double.services[found.id] = found


def client_context(certificates: Certificates) -> ssl.SSLContext:
    """Show the security server's certificate, trust the door's and no other."""
    context = ssl.create_default_context(cafile=str(certificates.door.certificate))
    mine = certificates.security_server
    context.load_cert_chain(mine.certificate, mine.key)
    return context
