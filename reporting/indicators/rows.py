"""From the values of a cell to the fields of the rows behind it."""

from collections.abc import Mapping

_BEGINS = "__startswith"


def of(where: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """`names` says which field holds a dimension, where it is called otherwise; a place not known is an empty one."""
    found = {}
    for dimension, value in where.items():
        field = names.get(dimension, dimension)
        found[field if value else field.removesuffix(_BEGINS)] = value
    return found
