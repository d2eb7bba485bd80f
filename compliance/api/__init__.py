"""Declarations and payments as programmes see them."""
