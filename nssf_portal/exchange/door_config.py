"""Gunicorn's settings for the door (nssf_portal.exchange.door): mutual TLS with the pinned security server only.

All comes from the environment, and a missing value stops the start: there is no door without a lock.
"""

import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

bind = os.environ.get("EXCHANGE_DOOR_BIND", "127.0.0.1:8443")
certfile = os.environ["EXCHANGE_DOOR_CERTIFICATE"]
keyfile = os.environ["EXCHANGE_DOOR_KEY"]
ca_certs = os.environ["EXCHANGE_DOOR_PINNED"]
cert_reqs = ssl.CERT_REQUIRED
worker_class = "gthread"
workers = int(os.environ.get("EXCHANGE_DOOR_WORKERS", "1"))
threads = 4
timeout = 60
keepalive = 5
graceful_timeout = 5
forwarded_allow_ips = ""  # nobody stands before the door whose word about addresses counts
loglevel = "warning"
logger_class = "nssf_portal.runtime.web_log.CarefulLogger"
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108  (shared memory: a heartbeat must not wait for a disk)
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def ssl_context(config: Any, default_ssl_context_factory: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Trust the pinned certificate itself, whoever issued it, and nothing else."""
    context = default_ssl_context_factory()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context
