"""Procedures and drawers as the tests want them, and uploads of every kind."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from guichet.cabinet.actions import arrange_drawer
from guichet.cabinet.models import Drawer
from guichet.catalogue.models import Procedure
from guichet.catalogue.rules import Sheet
from guichet.communes.models import Body
from guichet.kit.actor import SYSTEM

SHEET = {
    "who": {"short": "Le titulaire"},
    "cost": {"short": "Gratuit"},
    "delay": {"short": "Tout de suite"},
    "where": {"counter": "À l’accueil de la mairie."},
    "papers": [{"text": "La carte grise", "more": "barrée et signée"}],
    "filling": ["Notez l’heure exacte de la vente."],
    "desk": {"may": "deposit", "words": "Nous vérifions le formulaire avec la personne."},
}


def a_procedure(slug: str = "cession-vehicule", title: str = "Vendre ou donner un véhicule", **more: Any) -> Procedure:
    """A procedure whose sheet holds the least; `next` as (slug, reason), `sheet` for its other fields."""
    following = [{"slug": slug_, "why": why} for slug_, why in more.pop("next", ())]
    sheet = {**SHEET, "next": following, **more.pop("sheet", {})}
    columns = {
        "short_title": title[:40], "summary": "Vous déclarez la vente en ligne.", "authority": "France Titres", "way": "online",
        "icon": "transfer", "drawing": "car", "checked_on": date(2026, 11, 24), "source": "service-public.gouv.fr",
    }  # fmt: skip
    return Procedure.objects.create(
        slug=slug, title=title, sheet_data=Sheet.read(sheet).as_json(), **{**columns, **more}
    )


def a_drawer(body: Body, procedure: Procedure | None = None, number: int = 1, **columns: Any) -> Drawer:
    """A drawer with a pile of paper forms, none of them counted unless told."""
    given = {"label": "Certificat de cession", "cerfa": "15776", "version": "*02", **columns}
    return arrange_drawer(body=body, number=number, procedure=procedure or a_procedure(), columns=given, by=SYSTEM)


def untagged_pdf(pages: int = 1) -> bytes:
    """A form as many offices publish it: nothing but drawn words."""
    document = pikepdf.new()
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
        )
        page.Contents = document.make_stream(b"BT /F1 24 Tf 72 720 Td (Nom du vendeur %d) Tj ET" % number)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def an_upload(data: bytes | None = None, name: str = "cession.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, untagged_pdf() if data is None else data)
