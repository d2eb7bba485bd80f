from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse


class ContactVerificationStage(EmailVerificationStage):
    """One proven contact is enough: who has a proven phone number, or no e-mail address, is asked nothing more."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user and (user.phone_verified or not user.email):
            return None, True
        return super().handle()
