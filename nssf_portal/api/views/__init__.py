"""The kernel's own addresses: token, exports, webhooks."""
