"""Real files, small, made on the spot."""

from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from guichet.communes.models import Body


def make_body(code: str = "59012") -> Body:
    return Body.objects.create(
        kind=Body.Kind.COMMUNE, name="Anor", short_name="Anor", official_code=code, host=f"{code}.localhost",
        office="Mairie d’Anor", street="5 bis rue de la Mairie", postcode="59186", city="Anor",
    )  # fmt: skip


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def picture(size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """Many colours, as in a photograph."""
    noise = [Image.effect_noise(size, 80) for _band in "RGB"]
    return Image.merge("RGB", noise).convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    output = BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def photograph_with_a_past() -> bytes:
    """Taken upright, somewhere, by somebody."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x010F] = "Fabricant"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 0.0, 7.0), 3: "E", 4: (4.0, 5.0, 59.0)})
    return encoded(picture((320, 240)), exif=exif, comment=b"chez Lucie", xmp=b"<x:xmpmeta>Lucie</x:xmpmeta>")


def pdf(pages: int = 1, **options: Any) -> bytes:
    document = Pdf.new()
    for _page in range(pages):
        document.add_blank_page(page_size=(595, 842))
    return saved(document, **options)


def saved(document: Pdf, **options: Any) -> bytes:
    output = BytesIO()
    document.save(output, **options)
    return output.getvalue()


def armed_pdf() -> bytes:
    """Scripts, a program to launch, a file inside and a form of the XFA kind, in every place we know of."""
    document = Pdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('poison')"))
    launch = Dictionary(S=Name.Launch, F=String("poison.exe"))
    site = Dictionary(S=Name.URI, URI=String("https://www.telerecours.fr/"))
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.AA = Dictionary(WC=script)
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_stream(b"<xdp>poison</xdp>"))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), document.make_indirect(script)])))
    document.attachments["poison.txt"] = pikepdf.AttachedFileSpec(document, b"poison")
    page.AA = Dictionary(O=script)
    box = Array([0, 0, 10, 10])
    page.Annots = document.make_indirect(
        Array(
            [
                document.make_indirect(Dictionary(Subtype=Name.Link, Rect=box, A=launch)),
                Dictionary(Subtype=Name.Link, Rect=box, A=Dictionary(S=Name.GoTo, Next=Array([script]))),
                Dictionary(Subtype=Name.Link, Rect=box, A=site),
                Dictionary(Subtype=Name.FileAttachment, Rect=box),
            ]
        )
    )
    return saved(document)
