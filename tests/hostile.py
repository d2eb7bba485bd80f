"""What makes the test run less forgiving than production: a GET cannot write, and nothing reaches the network."""

import re
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

# Logs of reading and of asking, and the session, are all that a GET may write (design, section 6, Requests).
MAY_BE_WRITTEN = {"audit_readlog", "exchange_exchange", "django_session"}
CALLBACK_VIEWS = {
    *("account_confirm_email", "account_logout", "mfa_view_recovery_codes"),  # a link; "codes were seen"
    *("identity:camdigikey", "identity:oidc"),  # a browser coming back from who says who somebody is
}
_WRITES = re.compile(r"^\s*(?:SELECT set_config\(.*?\);\s*)?(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.I | re.S)


class WroteInGet(AssertionError):
    """A page that only shows something changed the database."""


class ReadOnlyGet:
    """Middleware of the test settings: refuses writing statements while a GET is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with connection.execute_wrapper(self._guard(request)):
            return self.get_response(request)

    def _guard(self, request: HttpRequest):
        def refuse(execute, sql, params, many, context):
            found = _WRITES.match(sql if isinstance(sql, str) else "")
            name = request.resolver_match.view_name if request.resolver_match else ""
            if found and found.group(2).lower() not in MAY_BE_WRITTEN and name not in CALLBACK_VIEWS:
                raise WroteInGet(f"GET {name} wrote to {found.group(2)}")
            return execute(sql, params, many, context)

        return refuse
