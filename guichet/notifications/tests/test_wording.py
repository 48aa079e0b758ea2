import pytest
from django.template import Engine

from guichet.notifications.wording import SECRET, Block, Ticket, blocks_of, render, worded

TICKET = Ticket("case", 7, 1, "http://localhost/suivi/BAC-26-00418/#{secret}")


def test_one_template_says_it_in_three_forms():
    said = render(
        "notifications/messages/new-case.txt",
        {"reference": "BAC-26-00418", "label": "Bacs d’ordures", "url": "http://x/"},
    )
    assert said.subject == "Nouveau dossier BAC-26-00418"
    assert said.sms == "Nouveau dossier BAC-26-00418 : Bacs d'ordures. http://x/"
    assert said.text.split("\n\n")[1] == "Un nouveau dossier vous attend\u00a0: BAC-26-00418, Bacs d’ordures."


def test_a_digest_counts_and_lists_without_holes():
    news = [{"reference": f"BAC-26-0041{n}", "label": "Bacs", "url": f"http://x/{n}"} for n in (8, 9)]
    said = render("notifications/messages/new-cases.txt", {"news": news, "count": 2})
    assert said.subject == "2 nouveaux dossiers"
    assert Block(
        ("BAC-26-00418, Bacs\u00a0: http://x/8", "BAC-26-00419, Bacs\u00a0: http://x/9"), is_list=True
    ) in blocks_of(said.text)


def say(text, **context):
    """Say a template written in the test."""
    engine = Engine(autoescape=False, builtins=["django.templatetags.i18n"])
    return worded(engine.from_string(text), context)


def test_nothing_is_escaped_and_no_line_break_gets_into_the_subject():
    said = say(
        "{% block subject %}{{ a }}{% endblock %}{% block sms %}{{ a }}{% endblock %}{% block text %}{{ a }}{% endblock %}",
        a="L’été <b>\r\nBcc: x & y",
    )
    assert said.subject == "L’été <b> Bcc: x & y"
    assert said.sms == "L'été <b> Bcc: x & y"
    assert said.text == "L’été <b>\nBcc: x & y"


def test_a_template_without_its_sms_is_a_mistake():
    with pytest.raises(AssertionError, match="sms"):
        say("{% block subject %}a{% endblock %}{% block text %}b{% endblock %}")


def test_the_secret_is_only_a_mark_until_the_message_leaves():
    said = say(
        "{% block subject %}a{% endblock %}{% block sms %}{{ ticket.link }}{% endblock %}{% block text %}Code {{ ticket.secret }}{% endblock %}",
        ticket=TICKET,
    )
    assert said.text == f"Code {SECRET}"
    assert said.sms == f"http://localhost/suivi/BAC-26-00418/#{SECRET}"


def test_paragraphs_keep_their_lines_and_lists_their_items():
    assert blocks_of("Bonjour,\nLucie\n\n- un\n- deux\n\nAu revoir - dit-elle") == [
        Block(("Bonjour,", "Lucie")),
        Block(("un", "deux"), is_list=True),
        Block(("Au revoir - dit-elle",)),
    ]
