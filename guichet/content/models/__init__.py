"""What the town publishes: banners, pages, legal notices; who writes it; the words of its search."""

from guichet.content.models.town import (
    Banner,
    BannerQuerySet,
    EditingGroup,
    SearchedWords,
    TownSynonym,
    TownSynonymQuerySet,
)

__all__ = ["Banner", "BannerQuerySet", "EditingGroup", "SearchedWords", "TownSynonym", "TownSynonymQuerySet"]
