#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL the embedded servers are started and kept while a command runs."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nssf_portal.settings.dev")
    from django.core.management import execute_from_command_line

    from nssf_portal.runtime import keeper
    from nssf_portal.runtime.command import error_document, wants_json

    try:
        keeper.ensure_for(sys.argv)
    except keeper.KeeperFailed as failure:
        if wants_json(sys.argv):
            sys.stdout.write(error_document("servers", str(failure)) + "\n")
        sys.exit(f"{failure}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
