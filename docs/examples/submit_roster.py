#!/usr/bin/env python3
"""Send a staff list to the Fund, wait for the check, show what is to repair, register the rest.

Needs Python 3.9 or later and nothing else. Usage:

    NSSF_URL=https://portal.example NSSF_CLIENT_ID=... NSSF_CLIENT_SECRET=... python submit_roster.py staff.json

staff.json is a list of people; the names of the fields are those of the API's description (/api/schema/).
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

BASE = os.environ["NSSF_URL"].rstrip("/") + "/api/v1"


def call(method, path, token, body=None, key=None):
    """One request; returns (status, headers, what was answered). Repeats it when asked to come back later."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Accept-Language": "en"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if key:
        headers["Idempotency-Key"] = key  # the same at every repeat: the list is taken in once
    data = json.dumps(body).encode() if body is not None else None
    for attempt in range(5):
        request = urllib.request.Request(BASE + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            problem = json.loads(refused.read() or b"{}")
            if refused.code in (409, 429, 503) and refused.headers.get("Retry-After") and attempt < 4:
                time.sleep(min(int(refused.headers["Retry-After"]), 60))
                continue
            return refused.code, refused.headers, problem
        except urllib.error.URLError:  # the line broke: ask again with the same key
            time.sleep(2**attempt)
    raise SystemExit("The portal cannot be reached.")


def get_token():
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ["NSSF_CLIENT_ID"],
        "client_secret": os.environ["NSSF_CLIENT_SECRET"],
    }
    request = urllib.request.Request(BASE + "/token", data=urllib.parse.urlencode(form).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())["access_token"]


def wait_while(token, reference, states):
    """Poll until the list is in none of these states."""
    while True:
        status, headers, roster = call("GET", f"/rosters/{reference}", token)
        if status != 200 or roster["state"] not in states:
            return roster
        time.sleep(int(headers.get("Retry-After", "2")))


def show_what_to_repair(token, reference):
    cursor = ""
    while cursor is not None:
        query = f"?state=repair&cursor={cursor}" if cursor else "?state=repair"
        _status, _headers, page = call("GET", f"/rosters/{reference}/rows{query}", token)
        for row in page["items"]:
            for problem in row["problems"]:
                print(f"row {row['row_no']} ({row['staff_number']}): {problem['field']}: {problem['message']}")
        cursor = page["next_cursor"]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        people = json.load(file)
    token = get_token()
    body = {"mode": "new_only", "rows": people}
    status, _headers, roster = call("POST", "/rosters", token, body, key=str(uuid.uuid4()))
    if status not in (200, 202):
        raise SystemExit(json.dumps(roster, indent=2, ensure_ascii=False))
    reference = roster["reference"]
    print(f"sent: {reference}")
    roster = wait_while(token, reference, ("received", "checking"))
    print(f"checked: {roster['counts']}")
    show_what_to_repair(token, reference)
    if roster["counts"]["accepted"]:
        status, _headers, told = call("POST", f"/rosters/{reference}/confirm", token, {}, key=str(uuid.uuid4()))
        if status != 202:
            raise SystemExit(told.get("detail") or told["title"])
        roster = wait_while(token, reference, ("registering",))
    print(f"registered: {roster['counts']['registered']}")


if __name__ == "__main__":
    main()
