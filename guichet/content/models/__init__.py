"""What the town publishes: banners, pages, associations, events, legal notices; who writes it; the words of its search."""

from guichet.content.models.agenda import AgendaPage, EventPage, EventQuerySet, EventTheme, ListedEvent
from guichet.content.models.associations import (
    AssociationPage,
    AssociationTheme,
    DirectoryPage,
    ListedAssociation,
    Public,
)
from guichet.content.models.legal import DisplayChoice, LegalNotice, LegalNoticeQuerySet, Posted
from guichet.content.models.news import NewsIndexPage, NewsPage
from guichet.content.models.pages import ArticlePage, HomePage, SectionPage, TextPage, TownPage
from guichet.content.models.town import (
    Banner,
    BannerQuerySet,
    SearchedWords,
    TownSynonym,
    TownSynonymQuerySet,
)
from guichet.content.models.workshop import EditingGroup, SectionEditor, SectionEditorQuerySet, SectionGroup

__all__ = [
    "AgendaPage",
    "ArticlePage",
    "AssociationPage",
    "AssociationTheme",
    "Banner",
    "BannerQuerySet",
    "DirectoryPage",
    "DisplayChoice",
    "EditingGroup",
    "EventPage",
    "EventQuerySet",
    "EventTheme",
    "HomePage",
    "LegalNotice",
    "LegalNoticeQuerySet",
    "ListedAssociation",
    "ListedEvent",
    "NewsIndexPage",
    "NewsPage",
    "Posted",
    "Public",
    "SearchedWords",
    "SectionEditor",
    "SectionEditorQuerySet",
    "SectionGroup",
    "SectionPage",
    "TextPage",
    "TownPage",
    "TownSynonym",
    "TownSynonymQuerySet",
]
