"""What a neighbour has in Wagtail's admin, with one word in everything it wrote; and the arguments that name its rows."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models
from wagtail.admin.viewsets import viewsets
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, PageLogEntry, WorkflowState

from guichet.accounts.models import Account, Role
from guichet.cabinet.tests.factories import a_drawer, a_procedure
from guichet.cases.actions import set_routing
from guichet.catalogue.models import LocalSheet, Offer, Procedure
from guichet.communes.admin import OwnRowsViewSet
from guichet.communes.models import Body, Closure
from guichet.content.actions import name_section_editor
from guichet.content.models import (
    ArticlePage,
    Banner,
    DisplayChoice,
    SearchedWords,
    SectionPage,
    TownSynonym,
)
from guichet.content.tests.download_factories import a_document
from guichet.content.tests.legal_factories import a_draft_notice, a_posted_notice
from guichet.devices.tests.factories import a_terminal
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from guichet.notifications.tests.factories import a_document_model
from guichet.portal.planting import plant_pages
from guichet.visits.models import Line
from tests.base import an_agent

# Not among what is planted: what names the body to machines.
_KEPT = frozenset({"host", "official_code", "slug", "case_type", "key", "sha256", "reference", "withdrawn_reason"})


@dataclass
class Written:
    """The pages, pictures and documents of somebody, each with its word, and every row that its rooms' panels show."""

    home: Page
    section: SectionPage
    article: ArticlePage
    submitted: ArticlePage  # being read by an editor
    picture: Image
    document: Document  # to download
    tag: str  # of the picture, beside its word
    rows: list[models.Model] = field(default_factory=list)  # one of each panel of the rooms

    @property
    def pages(self) -> list[Page]:
        return [self.section, self.article, self.submitted]

    @property
    def workflow_state(self) -> WorkflowState:
        state: WorkflowState = self.submitted.current_workflow_state
        return state


def write_section(home: Page, word: str, *, author: Role, collection: Collection, slug: str) -> Written:
    """A section with an article online, one submitted, drafts of both, a date of review, a picture and a document."""
    colleague = an_agent(f"colleague-{slug}", Body.objects.get(host=home.get_site().hostname)).account
    Account.objects.filter(pk=colleague.pk).update(first_name=word, last_name=word)
    picture = Image.objects.create(
        title=word, description=word, file=get_test_image_file(filename=f"{word}.png"), collection=collection
    )
    picture.tags.add(f"tag-{slug}")  # neutral: our form writes none, a list of all of them is Wagtail's
    document = a_document(collection, title=word, name=f"{word}.pdf")
    document.tags.add(f"tag-{slug}")
    section = home.add_child(instance=SectionPage(title=word, slug=slug, intro=word, live=False))
    pages = []
    for number in range(2):
        article = ArticlePage(
            title=f"{word} {number}", slug=f"{slug}-{number}", intro=word, picture=picture, owner=colleague
        )
        article.content = [("text", f"<p>{word}</p>"), ("picture", {"image": picture, "alt": word, "caption": word})]
        article.content.append(("documents", [{"document": document, "title": ""}]))
        article.review_on = paris_date(now()) - timedelta(days=number)
        section.add_child(instance=article)
        article.title = f"{word} brouillon"
        article.save_revision(user=author.account, log_action=True)
        article.save_revision(approved_go_live_at=now() + timedelta(days=9), user=author.account)
        for account in (author.account, colleague):
            PageLogEntry.objects.log_action(article, "wagtail.edit", user=account)
        pages.append(article)
    home.get_workflow().start(pages[1], author.account)
    return Written(home, section, pages[0], pages[1], picture, document, f"tag-{slug}")


def furnish(body: Body, word: str) -> list[models.Model]:
    """One row of this body for each panel of the rooms, its word in every column that holds text."""
    procedure = Procedure.objects.first() or a_procedure()
    department = body.departments.get()
    agent = an_agent(f"agent-{body.pk}", body)
    agent.account.first_name = agent.account.last_name = agent.account.title = word
    agent.account.save()
    section = plant_pages(body).get_children().first()
    at = now()
    made: list[models.Model] = [
        body,
        department,
        Banner.objects.create(body=body, text=word, starts_at=at + timedelta(days=1)),
        TownSynonym.objects.create(body=body, said=word, means="halle"),
        SearchedWords.objects.create(body=body, words=word, last_on=at.date()),
        Closure.objects.create(body=body, first_on=at.date(), last_on=at.date(), reason=word),
        name_section_editor(agent.account, page=section, body=body, by=SYSTEM),
        a_draft_notice(body),
        a_posted_notice(body),
        DisplayChoice.objects.create(body=body),
        a_document_model(body),
        Line.objects.create(body=body, is_kept=True),
        a_drawer(body, procedure),
        a_terminal(body),
        Offer.objects.create(body=body, procedure=procedure, department=department, case_type="message"),
        LocalSheet.objects.create(body=body, procedure=procedure),
        set_routing(body=body, case_type="message", key="waste", department=department, by=SYSTEM),
    ]
    for row in made:
        _plant(row, word)
    return made


def _plant(row: models.Model, word: str) -> None:
    """Write the word in the columns of text, whatever the model refuses to have changed."""
    columns = {
        column.attname: word
        for column in row._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and not column.primary_key
        and (column.max_length or 99) >= len(word)
        and column.name not in _KEPT
    }
    if columns:
        models.QuerySet(type(row)).filter(pk=row.pk).update(**columns)
    document = getattr(row, "document", None)
    if document is not None:
        type(document).objects.filter(pk=document.pk).update(name=f"{word}.pdf")


def own_row_viewsets() -> list[OwnRowsViewSet]:
    return [one for one in viewsets.viewsets if isinstance(one, OwnRowsViewSet)]
