"""What the worker processes of the fault tests run with: the test's own database and files, quick leases if asked."""

import os

from nssf_portal.settings.test import *  # noqa: F403
from nssf_portal.settings.test import CELERY_BEAT_SCHEDULE, JOB_LEASE_SECONDS

MEDIA_ROOT = os.environ["FAULTS_MEDIA"]
JOB_LEASE_SECONDS = float(os.environ.get("FAULTS_LEASE") or JOB_LEASE_SECONDS)
_sweep = CELERY_BEAT_SCHEDULE["sweep-jobs"]
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": _sweep | {"schedule": float(os.environ.get("FAULTS_SWEEP") or _sweep["schedule"])}
}
# Ten thousand invitations are another test's matter: they stay in the outbox.
CELERY_TASK_ROUTES = {"nssf_portal.notifications.tasks.*": {"queue": "unattended"}}
