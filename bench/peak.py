"""Import one roster in this process and say its peak memory (own and largest child, resident)."""

import json
import os
import resource
import sys
from pathlib import Path


def main() -> None:
    os.environ["NSSF_DB_ROLE"] = "owner"
    import django

    django.setup()
    from bench.number_1 import import_bytes

    import_bytes(Path(sys.argv[1]).read_bytes())
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"megabytes": peak / 1024}))


if __name__ == "__main__":
    main()
