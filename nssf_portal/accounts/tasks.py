from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Sessions that ended hold encrypted content still; nobody needs it."""
    call_command("clearsessions")
