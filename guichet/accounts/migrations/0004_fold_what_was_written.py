"""Fold the names and contact points written before there was a column for it.

A thousand rows at a time, each batch in a transaction of its own: stopped in the middle, it goes on where it was.
The folding is the one of that day (guichet/accounts/likeness.py), copied: a migration does not follow later changes.
"""

import re
import unicodedata

from django.db import migrations

BATCH = 1000
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATED = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard",
    "che": "chemin", "chem": "chemin", "fbg": "faubourg", "fg": "faubourg", "gal": "general", "imp": "impasse",
    "mal": "marechal", "pl": "place", "r": "rue", "rte": "route", "sq": "square", "st": "saint", "ste": "sainte",
}


def _parts(text):
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    return _WORD.findall("".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)))


def _whole(parts):
    return [_ABBREVIATED.get(part, part) for part in parts]


def name_of(person):
    return " ".join(sorted(_parts(f"{person.first_name} {person.last_name}")))[:170]


def point_of(point):
    if point.channel == "email":
        return "".join(point.value.split()).lower()
    if point.channel == "phone":
        figures = re.sub(r"[^0-9]", "", point.value)
        if len(figures) < 6:
            return ""
        if not point.value.strip().startswith(("+", "00")):
            return figures
        figures = figures.removeprefix("00")
        return "0" + figures[2:].lstrip("0") if figures.startswith("33") else "+" + figures
    street = _whole(_parts(point.value))
    if not street or not (street[0][0].isdigit() or re.fullmatch(r"[0-9]{1,3}", street[-1])):
        return ""
    town = _whole(_parts(re.split(r"(?i)\bcedex\b", point.city)[0]))
    town = " ".join(["".join(point.postcode.split()), *town]).strip() if town else ""
    return f"{' '.join(street)} {town}"[:280]


def fold_all(apps, schema_editor, batch=BATCH):
    _fold(apps.get_model("accounts", "Person"), "folded_name", name_of, batch)
    _fold(apps.get_model("accounts", "ContactPoint"), "folded", point_of, batch)


def _fold(model, column, folded, batch):
    last = 0
    while rows := list(model.objects.filter(pk__gt=last, **{column: ""}).order_by("pk")[:batch]):
        last = rows[-1].pk
        for row in rows:
            setattr(row, column, folded(row))
        model.objects.bulk_update(rows, [column], batch_size=200)  # in a transaction by itself


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0003_folded_names_and_contacts")]

    operations = [migrations.RunPython(fold_all, migrations.RunPython.noop)]
