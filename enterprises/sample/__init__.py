"""Invented deliveries for a demonstration."""
