"""The standing of an enterprise on a date: computed from what was recorded by the end of that day, and explained."""

from compliance.standing.computing import Standing, standing_on
from compliance.standing.words import Item

__all__ = ["Item", "Standing", "standing_on"]
