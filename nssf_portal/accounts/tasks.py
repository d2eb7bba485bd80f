from celery import shared_task
from django.core.management import call_command

from nssf_portal.accounts.contact_codes import clear_old


@shared_task
def clear_sessions() -> None:
    """Sessions that ended hold encrypted content still; nobody needs it."""
    call_command("clearsessions")


@shared_task
def clear_codes() -> None:
    """Codes by SMS that ended yesterday are forgotten."""
    clear_old()
