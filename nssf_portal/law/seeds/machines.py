"""The API of machines: limits, lives of tokens and files, retries of webhooks."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

VALUES: tuple[Seed, ...] = (
    Seed("api.token_minutes", 60, Unit.NONE, HOUSE, False, note="Minutes an access token lives."),
    Seed("api.idempotency_hours", 24, Unit.NONE, HOUSE, False, note="Hours an answer is kept for its key."),
    Seed("api.tokens_per_hour", 60, Unit.PER_HOUR, HOUSE, False, note="Token requests of one client."),
    Seed("api.token_requests_per_hour", 600, Unit.PER_HOUR, HOUSE, False, note="Token requests from one address."),
    Seed("api.requests_per_hour", 6_000, Unit.PER_HOUR, HOUSE, False, note="Requests of one client."),
    Seed("api.writes_per_hour", 1_200, Unit.PER_HOUR, HOUSE, False, note="Changing requests of one client."),
    Seed("api.clients_per_enterprise", 10, Unit.NONE, HOUSE, False, note="Programmes an enterprise may connect."),
    Seed("api.body.size", 2, Unit.MEGABYTES, HOUSE, False, note="Of a JSON body; files have their own limit."),
    Seed("api.roster.rows", 5_000, Unit.ROWS, HOUSE, False, note="Rows of a roster sent as JSON; more as a file."),
    Seed("api.export.rows", 200_000, Unit.ROWS, HOUSE, False, note="Lines of one bulk export."),
    Seed("api.export.hours", 24, Unit.NONE, HOUSE, False, note="Hours the files of an export can be taken."),
    Seed("api.exports_open", 3, Unit.NONE, HOUSE, False, note="Exports one client may have under way."),
    Seed("api.webhooks", 5, Unit.NONE, HOUSE, False, note="Webhook addresses of one client."),
    Seed("api.webhook.retry_hours", 24, Unit.NONE, HOUSE, False, note="Hours until a message is given up."),
    Seed("api.counts.smallest", 5, Unit.NONE, HOUSE, False, note="Counts below are not shown to partners."),
)
