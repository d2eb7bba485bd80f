"""The table of demonstration sign-ins that `make run` prints; plain text, because it is read in a terminal."""

from django.conf import settings

from nssf_portal.accounts.demo import DemoSignIn

_TRY = {
    "employer": "/employer/ : the staff list of 412 people waits; repair, then register",
    "clerk.phnompenh": "/desk/ : compare two people, decide a correction (Phnom Penh only)",
    "clerk.hq": "/desk/ : the queues of the whole country; look somebody up",
    "senior.hq": "/desk/ : second decisions, sharing out the work",
    "hotline": "/desk/hotline/ : a caller, a call-back, a tip, a complaint",
    "agent": "/desk/counter/ : register somebody at a partner's counter",
    "inspector": "/inspect/ : what waits today; targets, cases, visits; tips of Phnom Penh",
    "chief.hq": "/inspect/powers/ : who may do what by which text; guidelines, checklists",
    "chief": "/inspect/ : decides the target list, shares it, confirms fines",
    "labour": "/inspect/together/ : a shared list, one calendar, joint visits (labour ministry)",
    "commune": "/inspect/together/questions/ : does this enterprise exist, is it open, where",
    "incentives": "/incentives/ : an award half way, requests, emergencies, studies; prepares, never decides alone",
    "incentives.chief": "/incentives/ : the second person: sends to the bank, grants relief, withdraws an award",
    "juror": "/incentives/jury/ : marks two candidates of four, blind to the others",
    "juror.two": "/incentives/jury/ : declared a tie to one candidate",
    "juror.three": "/incentives/jury/ : has not begun",
    "bank": "/incentives/answers/ : answers loan requests by screen or file; sees standing and size, no persons",
    "outreach": "/outreach/ : plan, announce, report; the desk list, the door's code, stops, an open competition",
    "outreach.chief": "/outreach/ : verifies reports with their evidence; only then they count; where to go next",
    "association": "/outreach/partners/ : proposes an activity, brings people with their consent, sees counts only",
    "moeys": "/outreach/schools/ : reports visits and lessons itself, from proposal to taught",
    "complaints": "/desk/ : complaints and reviews",
    "contact": "/reports/progress/ : what a ministry owes this quarter; /desk/registry/ : its list of units",
    "worker": "/me/ : one's own record, card, corrections, who read it",
    "analyst": "/reports/dashboard/ : the plan's progress; open any figure, ask for a quarter's report and write in it",
    "approver": "/reports/made/ : the second person: reviews a report, publishes it; confirms the plan's versions",
    "minister": "/reports/dashboard/ : the published report on a phone, each figure opened; what waits for a decision",
    "fund": "/reports/progress/ : the Fund's own rows of the plan: say how each goes, answer what was returned",
    "security": "/ : what the security officer sees (an inside view of look-ups)",
    "administrator": "/admin/ : people, offices, law book",
}


def write(sign_ins: list[DemoSignIn], *, empty: bool) -> str:
    """Write VAR_DIR/demo-sign-ins.txt and return its text."""
    text = table(sign_ins, empty=empty)
    path = settings.VAR_DIR / "demo-sign-ins.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return text


def table(sign_ins: list[DemoSignIn], *, empty: bool) -> str:
    rows = [("role", "sign-in", "password", "what to try")]
    rows += [(s.role, s.email, s.password, _advice(s, empty=empty)) for s in sign_ins]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*(text.ljust(w) for text, w in zip(row, widths, strict=False)), row[3]]) for row in rows]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines) + "\n"


def _advice(sign_in: DemoSignIn, *, empty: bool) -> str:
    if empty and sign_in.key == "employer":
        return "/employer/ : register an enterprise, or claim one"
    return _TRY.get(sign_in.key, "/")
