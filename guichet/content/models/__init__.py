"""What the town publishes: banners, pages, legal notices; who writes it; the words of its search."""

from guichet.content.models.news import NewsIndexPage, NewsPage
from guichet.content.models.pages import ArticlePage, HomePage, SectionPage, TextPage, TownPage
from guichet.content.models.town import (
    Banner,
    BannerQuerySet,
    EditingGroup,
    SearchedWords,
    TownSynonym,
    TownSynonymQuerySet,
)

__all__ = [
    "ArticlePage",
    "Banner",
    "BannerQuerySet",
    "EditingGroup",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "SearchedWords",
    "SectionPage",
    "TextPage",
    "TownPage",
    "TownSynonym",
    "TownSynonymQuerySet",
]
