"""Texts of the first pages."""
