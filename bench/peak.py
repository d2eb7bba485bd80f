"""Import one roster in this process and say its peak resident memory.

Not by getrusage: a new process inherits the peak of the one that started it. The child that parses the file limits
itself (nssf_portal.reading.guard)."""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    os.environ["NSSF_DB_ROLE"] = "owner"
    import django

    django.setup()
    from bench.number_1 import import_bytes

    import_bytes(Path(sys.argv[1]).read_bytes())
    status = Path("/proc/self/status").read_text()
    print(json.dumps({"megabytes": int(status.partition("VmHWM:")[2].split()[0]) / 1024}))


if __name__ == "__main__":
    main()
