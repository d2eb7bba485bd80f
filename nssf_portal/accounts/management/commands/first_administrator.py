"""The one account nobody can give another: the first administrator, with the Fund's offices and institutions."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from nssf_portal.accounts.institutions import seed_institutions, seed_offices
from nssf_portal.accounts.models import Office, RoleGrant, User
from nssf_portal.places.models import Place
from nssf_portal.places.services import load_places
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Command(JsonCommand):
    """Make the first administrator; refused once there is one, who then gives the other roles."""

    help = "Make the first administrator, the offices and the institutions of a new installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)

    @transaction.atomic
    def work(self, **options: Any) -> dict[str, Any]:
        email, name = options["email"], options["name"]
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandFailed("email", "That is not an e-mail address.") from error
        if RoleGrant.objects.active().filter(role="administrator").exists():
            raise CommandFailed("exists", "There is an administrator already.")
        if not Place.objects.provinces().exists():
            load_places()
        seed_institutions()
        seed_offices()
        self._appoint(email.lower(), name)
        return {
            "administrator": True,
            "offices": Office.objects.count(),
            "next": "Choose a password on the sign-in page.",
        }

    @staticmethod
    def _appoint(email: str, name: str) -> None:
        """No password is set here: it is chosen through the code that the address receives."""
        user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, name=name)
        EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
        office = Office.objects.get(tree=Office.Tree.NSSF, code="HQ")
        RoleGrant.objects.create(user=user, role="administrator", office=office)
