"""Clients and their tokens, requests answered once, exports, and webhooks with their outbox."""

from nssf_portal.api.models.client import AccessToken, ApiClient
from nssf_portal.api.models.export import BulkExport
from nssf_portal.api.models.request import IdempotentRequest
from nssf_portal.api.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = ["AccessToken", "ApiClient", "BulkExport", "IdempotentRequest", "WebhookDelivery", "WebhookEndpoint"]
