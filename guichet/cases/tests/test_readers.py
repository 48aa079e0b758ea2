from datetime import date

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
        (readers.day, "1er février 1924", "01/02/1924"),
        (readers.day_or_part, "3/11/1924", "03/11/1924"),
        (readers.day_or_part, "Août 1924", "08/1924"),
        (readers.day_or_part, "en 1924", "1924"),
        (readers.commune, "Saint-Aubin (59)", "Saint-Aubin (59440)"),
        (readers.commune, "saint aubin 59440", "Saint-Aubin (59440)"),
        (readers.commune, "Saint-Aubin (Nord)", "Saint-Aubin (59440)"),
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
        (readers.day, "1950", "Il manque le jour et le mois.*téléphonez"),
        (readers.day, "mai 1950", "Il manque le jour[.].*téléphonez"),
        (readers.day, "13/1950", "par exemple 3/11/1984.$"),
        (readers.day_or_part, "2099", "pas encore passée"),
        (readers.day_or_part, "mai", "par exemple 3/11/1984.$"),
        (readers.commune, "Saint-Aubin", "^10 communes.*Saint-Aubin .39410. ou Saint-Aubin .Essonne.[.]$"),
        (readers.day, "hier", "par exemple 3/11/1984.$"),
        (readers.day, "", "par exemple 3/11/1984.$"),
    ],
)
def test_what_is_refused_says_how_to_mend_it(reader, typed, sentence):
    with pytest.raises(Refusal, match=sentence):
        reader(typed)


@pytest.mark.parametrize(
    ("answer", "told"),
    [("03/11/1924", date(1924, 11, 3)), ("02/1924", date(1924, 2, 29)), ("1924", date(1924, 12, 31))],
)
def test_a_part_of_a_date_counts_as_its_last_day(answer, told):
    assert readers.day_of(answer) == told
