"""What a letter model may not be, said to who writes it: where, and how to mend it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from guichet.kit.refusal import Refusal
from guichet.notifications.letter_rules import Fault

SHOWN = 5  # faults told at once: more would not be read


def sentence_of(fault: Fault) -> str:
    """One fault as its writer understands it: « Ligne 4 : [prenon] n’existe pas. Vouliez-vous [prénom] ? »."""
    sentences = {
        "unknown": _("[%(word)s] n’existe pas. Vouliez-vous [%(near)s] ?")
        if fault.near
        else _("[%(word)s] n’existe pas. Prenez un champ de la liste."),
        "bracket": _("un crochet est seul. Un champ s’écrit entre deux crochets, comme [nom]."),
        "not-alone": _("[%(word)s] doit être seul sur sa ligne."),
        "nested": _("[%(word)s] commence dans une autre condition. Mettez d’abord [fin] à la première."),
        "unclosed": _("[%(word)s] n’est pas fermé. Ajoutez une ligne [fin] après le passage."),
        "stray": _("[%(word)s] n’a pas de [si …] avant lui. Retirez-le, ou ajoutez la condition."),
        "else-twice": _("il y a deux [sinon] pour la même condition. Gardez-en un."),
    }
    what = sentences[fault.code] % {"word": fault.word, "near": fault.near}
    return _("Ligne %(line)s : %(what)s") % {"line": fault.line, "what": what}


def sentences_of(faults: Sequence[Fault]) -> list[str]:
    """The first faults, and how many more there are."""
    said = [sentence_of(fault) for fault in faults[:SHOWN]]
    more = len(faults) - SHOWN
    return [*said, _("Et encore %(n)s à corriger ensuite.") % {"n": more}] if more > 0 else said


def unreadable(faults: Sequence[Fault]) -> Refusal:
    return Refusal("letter-text", " ".join(sentences_of(faults)))


def no_subject() -> Refusal:
    return Refusal("letter-subject", _("Écrivez le titre du document : c’est son objet, en haut de la lettre."))


def no_text() -> Refusal:
    return Refusal("letter-empty", _("Écrivez le texte du modèle."))


def long_text(longest: int) -> Refusal:
    return Refusal("letter-long", _("Ce texte est trop long : %(max)s signes au plus.") % {"max": longest})


def outcome_of_document() -> Refusal:
    return Refusal("letter-outcome", _("Un document se fait à tout moment : laissez la décision vide."))


def outcome_elsewhere() -> Refusal:
    return Refusal(
        "letter-outcome", _("Cette décision n’existe pas pour cette sorte de demande. Choisissez-en une autre.")
    )


def decision_taken() -> Refusal:
    sentence = _(
        "Un modèle ouvert propose déjà les mots de cette décision. Fermez-le d’abord, ou changez-le au lieu d’en écrire"
        " un second."
    )
    return Refusal("letter-twice", sentence)


def model_gone() -> Refusal:
    return Refusal("letter-gone", _("Ce modèle vient d’être retiré. Rechargez la page."))
