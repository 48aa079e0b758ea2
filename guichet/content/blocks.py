"""What an article is made of: a few blocks that cannot be put together wrongly, drawn by each face."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from guichet.catalogue.models import Procedure

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


def procedure_choices() -> list[tuple[str, str]]:
    """Every procedure of the catalogue, by its short title."""
    return list(Procedure.objects.order_by("short_title").values_list("slug", "short_title"))


class PictureBlock(blocks.StructBlock):
    """A picture with what it tells to who does not see it."""

    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("ce qu’elle montre"),
        max_length=200,
        required=False,
        help_text=_("Lu à voix haute à qui ne voit pas l’image."),
    )
    decorative = blocks.BooleanBlock(label=_("elle ne fait que décorer"), required=False)
    caption = blocks.CharBlock(label=_("légende"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Image")

    def clean(self, value: Any) -> Any:
        """Either is said; what was written before this was asked is shown as it is until it is edited."""
        cleaned = super().clean(value)
        if bool(cleaned["alt"].strip()) == bool(cleaned["decorative"]):
            sentence = gettext("Décrivez l’image en quelques mots, ou cochez qu’elle ne fait que décorer.")
            raise StructBlockValidationError(block_errors={"alt": ValidationError(sentence)})
        return cleaned


class NoteBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("ton"), choices=[("info", _("Bon à savoir")), ("attention", _("Attention"))], default="info"
    )
    text = blocks.TextBlock(label=_("texte"), max_length=400, rows=3)

    class Meta:
        icon = "info-circle"
        label = _("Encadré")


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("étape"), max_length=80)
    text = blocks.TextBlock(label=_("précision"), max_length=400, rows=2, required=False)


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=80, default=_("Comment faire"))
    steps = blocks.ListBlock(StepBlock(), label=_("étapes"), min_num=2, max_num=12)

    class Meta:
        icon = "list-ol"
        label = _("Étapes")


class LineBlock(blocks.StructBlock):
    what = blocks.CharBlock(label=_("quoi"), max_length=120)
    value = blocks.CharBlock(label=_("valeur"), max_length=120, help_text=_("un prix, un jour, une heure…"))


class TableBlock(blocks.StructBlock):
    """Two columns: wider ones cannot be read on a telephone."""

    title = blocks.CharBlock(label=_("titre"), max_length=80)
    lines = blocks.ListBlock(LineBlock(), label=_("lignes"), min_num=1, max_num=40)

    class Meta:
        icon = "table"
        label = _("Tableau (tarifs, jours…)")


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("nom"), max_length=80)
    place = blocks.CharBlock(label=_("lieu"), max_length=160, required=False)
    phone = blocks.CharBlock(label=_("téléphone"), max_length=20, required=False)
    email = blocks.EmailBlock(label=_("adresse e-mail"), required=False)
    hours = blocks.CharBlock(label=_("horaires"), max_length=160, required=False)

    class Meta:
        icon = "user"
        label = _("Contact")


class LinkBlock(blocks.StructBlock):
    """A page of the site or an address elsewhere, never both."""

    text = blocks.CharBlock(label=_("texte"), max_length=80)
    page = blocks.PageChooserBlock(label=_("page du site"), required=False)
    url = blocks.URLBlock(label=_("ou adresse ailleurs"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            sentence = gettext("Choisissez une page du site, ou écrivez une adresse : l’une des deux.")
            raise StructBlockValidationError(block_errors={"url": ValidationError(sentence)})
        return cleaned


class DocumentBlock(blocks.StructBlock):
    """A document to download, under the words of the page rather than those of its file."""

    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(
        label=_("titre montré"),
        max_length=120,
        required=False,
        help_text=_("Vide : le titre du document. « Le menu de la cantine, en décembre »"),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document à télécharger")

    def get_searchable_content(self, value: Any) -> list[str]:
        """The title that the page shows: it may be that of the document."""
        document = value["document"]
        return [str(value["title"] or document.title)] if document else []


def words_of(value: Any) -> str:
    """The words of a rich text or of a stream of blocks, for the search."""
    if isinstance(value, blocks.StreamValue):
        return " ".join(text for block in value for text in block.block.get_searchable_content(block.value))
    return strip_tags(str(value).replace("<", " <"))


def article_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of an article, each once."""
    return [
        (
            "text",
            blocks.RichTextBlock(label=_("Texte"), icon="pilcrow", features=TEXT_FEATURES),
        ),
        ("picture", PictureBlock()),
        ("note", NoteBlock()),
        ("steps", StepsBlock()),
        ("table", TableBlock()),
        ("contact", ContactBlock()),
        (
            "procedures",
            blocks.ListBlock(
                blocks.ChoiceBlock(label=_("démarche"), choices=procedure_choices),
                label=_("Démarches à faire"),
                icon="form",
                max_num=6,
            ),
        ),
        ("links", blocks.ListBlock(LinkBlock(), label=_("Liens"), icon="link", max_num=10)),
        (
            "documents",
            blocks.ListBlock(DocumentBlock(), label=_("Documents à télécharger"), icon="download", max_num=20),
        ),
    ]
