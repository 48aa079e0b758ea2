import pytest

from guichet.cases.types import readers
from guichet.kit.refusal import Refusal


@pytest.mark.parametrize(
    ("reader", "typed", "kept"),
    [
        (readers.bin_number, "5901 2047", "5901\u00a02047"),
        (readers.bin_number, " 5901.20-47", "5901\u00a02047"),
        (readers.bin_number, "", ""),
        (readers.household, "04", "4"),
        (readers.postcode, "59 186", "59186"),
        (readers.email, "lucie @exemple.fr", "lucie@exemple.fr"),
        (readers.phone, "06.12.34.56.78", "06 12 34 56 78"),
        (readers.phone, "0032 71 12 34 56", "+3271123456"),
        (readers.phone, "", ""),
        (readers.past_day, "3/11/26", "03/11/2026"),
        (readers.past_day, "", ""),
        (readers.day, "3/11/1924", "03/11/1924"),
        (readers.day, " 3.11.1924 ", "03/11/1924"),
    ],
)
def test_what_is_kept(reader, typed, kept):
    assert reader(typed) == kept


@pytest.mark.parametrize(
    ("reader", "typed", "sentence"),
    [
        (readers.bin_number, "5901 20", "Il manque 2 chiffres"),
        (readers.bin_number, "5901 204", "Il manque 1 chiffre "),
        (readers.bin_number, "5901 20477", "trop de chiffres"),
        (readers.bin_number, "bac vert", "que des chiffres"),
        (readers.bin_number, "٥٩٠١٢٠٤٧", "que des chiffres"),
        (readers.household, "zéro", "en chiffres"),
        (readers.household, "0", "en chiffres"),
        (readers.household, "²", "en chiffres"),
        (readers.postcode, "5918", "cinq chiffres"),
        (readers.email, "lucie", "pas complète"),
        (readers.email, "lucie@exemple", "pas complète"),
        (readers.phone, "06 12", "dix chiffres"),
        (readers.past_day, "hier", "le jour, le mois et l’année"),
        (readers.past_day, "45/13/2026", "le jour, le mois et l’année"),
        (readers.past_day, "31/02/2026", "le jour, le mois et l’année"),
        (readers.day, "3/11/24", "quatre chiffres, par exemple 3/11/1924"),
        (readers.day, "3/11/84", "quatre chiffres, par exemple 3/11/1984"),
        (readers.day, "3/11/2099", "pas encore passée"),
        (readers.day, "hier", "par exemple 3/11/1984.$"),
        (readers.day, "", "par exemple 3/11/1984.$"),
    ],
)
def test_what_is_refused_says_how_to_mend_it(reader, typed, sentence):
    with pytest.raises(Refusal, match=sentence):
        reader(typed)
