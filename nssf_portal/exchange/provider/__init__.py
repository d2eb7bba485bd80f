"""The Fund's side as a provider over X-Road: who may ask, what is answered, and the evidence of both."""

from nssf_portal.exchange.provider.registry import Message, Service, register_service, services

__all__ = ["Message", "Service", "register_service", "services"]
