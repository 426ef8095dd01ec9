"""Room 3, translate: catalogues become the words of one edition.

`load_catalogues` reads what translators wrote, `Edition` answers for each message what a reader
sees, in which language, and how far it can be trusted.
"""

from wegweiser.translate.catalogue import Catalogue, Mark, Message, State, digest
from wegweiser.translate.catalogue_cache import CatalogueCache
from wegweiser.translate.edition import Edition, Localised, fill
from wegweiser.translate.interface import Interface, load_interface
from wegweiser.translate.load import NO_CACHE, load_catalogues, open_edition, reading_catalogues

__all__ = [
    "NO_CACHE",
    "Catalogue",
    "CatalogueCache",
    "Edition",
    "Interface",
    "Localised",
    "Mark",
    "Message",
    "State",
    "digest",
    "fill",
    "load_catalogues",
    "load_interface",
    "open_edition",
    "reading_catalogues",
]
