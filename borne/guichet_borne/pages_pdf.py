"""Makes one PDF of the pages that a scanner gave as JPEG: each is put in as it is, nothing is decoded."""

from dataclasses import dataclass

START, START_OF_SCAN = 0xD8, 0xDA
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the segments that say the size
SPACES = {1: "/DeviceGray", 3: "/DeviceRGB"}


class NotJpeg(ValueError):
    """Not a JPEG of grey or colours."""


@dataclass(frozen=True)
class Picture:
    body: bytes
    width: int  # pixels
    height: int
    space: str

    @classmethod
    def read(cls, body: bytes) -> "Picture":
        """Raises `NotJpeg`."""
        if body[:2] != bytes((0xFF, START)):
            raise NotJpeg
        place = 2
        while place + 10 < len(body) and body[place] == 0xFF and body[place + 1] != START_OF_SCAN:
            if body[place + 1] in FRAMES:
                height, width = (int.from_bytes(body[at : at + 2]) for at in (place + 5, place + 7))
                space = SPACES.get(body[place + 9])
                if space is None:
                    break
                return cls(body, width, height, space)
            place += 2 + int.from_bytes(body[place + 2 : place + 4])
        raise NotJpeg


def joined(pages: list[bytes], dpi: int) -> bytes:
    """A PDF of these pages, in their own size. Raises `NotJpeg`."""
    pictures = [Picture.read(page) for page in pages]
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pictures)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pictures)}>>".encode()]
    for picture in pictures:
        objects += _page(picture, len(objects) + 1, dpi)
    written, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF\n"
    return bytes(written) + end.encode()


def _page(picture: Picture, number: int, dpi: int) -> list[bytes]:
    width, height = (f"{pixels * 72 / dpi:.2f}" for pixels in (picture.width, picture.height))
    drawn = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
    own = f"/MediaBox[0 0 {width} {height}]/Contents {number + 1} 0 R/Resources<</XObject<</P {number + 2} 0 R>>>>"
    kind = (
        f"/Width {picture.width}/Height {picture.height}/ColorSpace{picture.space}/BitsPerComponent 8/Filter/DCTDecode"
    )
    return [
        f"<</Type/Page/Parent 2 0 R{own}>>".encode(),
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/XObject/Subtype/Image%b/Length %d>>stream\n%b\nendstream"
        % (kind.encode(), len(picture.body), picture.body),
    ]
