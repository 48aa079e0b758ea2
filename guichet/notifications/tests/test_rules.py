import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.notifications.rules import (
    Channel,
    choose_channel,
    gsm_safe,
    phone_number,
    receives_sms,
    sms_parts,
    sms_sender,
    spoken_phone,
)

EVERYTHING = frozenset(Channel)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("0612345678", "+33612345678"),
        ("06\u00a012\u00a034\u00a056\u00a078", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("03 27 59 51 00", "+33327595100"),
        ("0692 12 34 56", "+262692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("06 12 34 56 7", None),
        ("06 12 34 56 789", None),
        ("00", None),
        ("15", None),
        ("612345678", None),
        ("+33 0", None),
        ("lucie@exemple.fr", None),
        ("٠٦١٢٣٤٥٦٧٨", None),
        ("", None),
    ],
)
def test_a_phone_number_is_understood_however_it_is_typed(typed, number):
    assert phone_number(typed) == number


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("+33612345678", "06 12 34 56 78"),
        ("+262692123456", "06 92 12 34 56"),
        ("+32470123456", "+32 47 01 23 456"),
        ("demander Jeanne", "demander Jeanne"),
    ],
)
def test_a_phone_number_is_shown_as_one_says_it(number, spoken):
    assert spoken_phone(number).replace("\u00a0", " ") == spoken


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_what_we_show_can_be_typed_again(typed):
    number = phone_number(typed)
    assert number is not None
    assert phone_number(spoken_phone(number)) == number
    assert phone_number(number) == number


@given(st.text())
def test_any_text_is_a_number_in_the_international_form_or_none(typed):
    number = phone_number(typed)
    assert number is None or (number.startswith("+") and number[1:].isdigit() and len(number) <= 16)


@pytest.mark.parametrize(
    ("number", "expected"),
    [("+33612345678", True), ("+33712345678", True), ("+33327595100", False), ("+33912345678", False),
     ("+262692123456", True), ("+262262123456", False), ("+32470123456", True)],
)  # fmt: skip
def test_an_sms_reaches_mobiles_only(number, expected):
    assert receives_sms(number) is expected


@pytest.mark.parametrize(
    ("email", "phone", "available", "channel"),
    [
        ("lucie@exemple.fr", "06 12 34 56 78", EVERYTHING, Channel.EMAIL),
        ("", "06 12 34 56 78", EVERYTHING, Channel.SMS),
        ("lucie@exemple.fr", "06 12 34 56 78", {Channel.SMS, Channel.LETTER}, Channel.SMS),
        ("lucie@exemple.fr", "", {Channel.SMS, Channel.LETTER}, Channel.LETTER),
        ("", "06 12 34 56 78", {Channel.LETTER}, Channel.LETTER),
        ("", "03 27 59 51 00", EVERYTHING, Channel.LETTER),
        ("", "demander Jeanne", EVERYTHING, Channel.LETTER),
        ("", "", EVERYTHING, Channel.LETTER),
    ],
)
def test_the_channel_is_the_first_that_reaches_the_person(email, phone, available, channel):
    assert choose_channel(email=email, phone=phone, available=available) == channel


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("C’est reçu. Merci, Lucie.", "C'est recu. Merci, Lucie."),
        ("«\u00a0bac livré\u00a0»", '"bac livré"'),
        ("Être à l’heure – même où l’œuf coûte 3\u00a0€…", "Etre à l'heure - meme où l'oeuf coute 3 €..."),
        ("É À Ê ñ Ç", "É A E ñ Ç"),
        ("漢", "?"),
    ],
)
def test_an_sms_keeps_the_accents_that_cost_nothing(text, safe):
    assert gsm_safe(text) == safe


@given(st.text())
def test_a_safe_text_stays_as_it_is(text):
    assert gsm_safe(gsm_safe(text)) == gsm_safe(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
     ("a" * 152 + "€" + "a" * 152, 3)],
)  # fmt: skip
def test_an_sms_is_counted_as_the_supplier_bills_it(text, parts):
    assert sms_parts(text) == parts


@given(st.text(alphabet="aé€ "), st.text(alphabet="aé€ "))
def test_a_longer_sms_never_costs_less(text, more):
    assert sms_parts(text) <= sms_parts(text + more)


@pytest.mark.parametrize(
    ("name", "sender"),
    [("Anor", "Anor"), ("CC du Sud-Avesnois", "CCSudAvesno"), ("Wallers-en-Fagne", "WallersFagn"),
     ("L’Épine", "LEpine"), ("Eu", "MairieEu"), ("Y", "MairieY")],
)  # fmt: skip
def test_an_sms_says_who_sends_it_in_eleven_letters(name, sender):
    assert sms_sender(name) == sender


@given(st.text())
def test_a_sender_is_always_one_that_suppliers_take(name):
    sender = sms_sender(name)
    assert 3 <= len(sender) <= 11
    assert sender.isascii()
    assert sender.isalnum()
