import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from nssf_portal.accounts.mfa import REAL, second_factor_enforced
from nssf_portal.identifiers import crypto

_AAD = b"accounts.second_factor"


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are of no use to whoever has the database alone; staff keep at least one."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text.encode(), _AAD)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), _AAD).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type not in REAL or not second_factor_enforced() or not authenticator.user.is_office_staff:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=REAL).exclude(pk=authenticator.pk)
        return others.exists()
