"""One engine for every list: what it can show, how it is filtered, sorted and paged, what is saved and exported."""

from suki.base.listing.asking import Asked
from suki.base.listing.spec import Choice, Context, ListField, Listing, View

__all__ = ["Asked", "Choice", "Context", "ListField", "Listing", "View"]
