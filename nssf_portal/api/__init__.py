"""The API of machines: clients, tokens, scopes, problems, idempotency, exports, webhooks; it knows no app."""
