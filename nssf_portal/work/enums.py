from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being worked on")
    ASKED = "asked", _("answer awaited")
    PROPOSED = "proposed", _("waits for a second person")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("no longer needed")


OPEN_STATES = (WorkState.WAITING, WorkState.CLAIMED, WorkState.ASKED, WorkState.PROPOSED)
