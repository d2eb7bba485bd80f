from enterprises.models.enterprise import Enterprise, Establishment
from enterprises.models.registry import RegistryPerson, RegistryRecord, Source
from enterprises.models.representative import Representative

__all__ = ["Enterprise", "Establishment", "RegistryPerson", "RegistryRecord", "Representative", "Source"]
