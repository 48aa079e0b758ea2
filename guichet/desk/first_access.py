"""The sheet of first access: what a new agent takes to her own desk, with a code that opens her account once."""

from datetime import date

from django.utils.translation import gettext as _

from guichet.accounts.models import Account
from guichet.accounts.rules import spoken_secret
from guichet.communes.models import Body
from guichet.documents.rendering import render_pdf
from guichet.kit.dates import day_in_words


def first_access_pdf(account: Account, *, code: str, until: date, address: str, body: Body, printed_by: str) -> bytes:
    """The sheet as a tagged PDF; the code is on it and nowhere else."""
    data = {
        "letterhead": {
            "office": body.office,
            "street": body.street,
            "city_line": f"{body.postcode} {body.city}",
            "phone": body.phone,
            "email": body.email,
        },
        "title": _("Votre premier accès au guichet"),
        "who": ", ".join(part for part in (str(account), account.title) if part),
        "intro": _("Cette fiche n’est que pour vous. Elle ouvre votre compte une fois, jusqu’au %(day)s.")
        % {"day": day_in_words(until)},
        "codes": [[_("Votre identifiant"), account.login], [_("Votre code à usage unique"), spoken_secret(code)]],
        "todo": _("Ce que vous faites"),
        "address": address,
        "steps": [
            _("Sur un ordinateur, ouvrez l’adresse ci-dessus."),
            _("Tapez votre identifiant et le code, avec ou sans les tirets."),
            _(
                "Choisissez un mot de passe d’au moins douze signes. Une phrase que personne d’autre ne connaît convient."
            ),
            _("Ajoutez un deuxième moyen de vous reconnaître : une application de codes, ou une clé d’accès."),
            _("Imprimez vos codes de secours et rangez-les loin de l’ordinateur."),
            _("Détruisez cette fiche."),
        ],
        "trouble": _("Si quelque chose ne va pas"),
        "help": _(
            "Le code ne marche plus, la fiche est perdue ou quelqu’un d’autre l’a vue : dites-le à %(name)s, "
            "qui en imprime une nouvelle. Celle-ci ne vaudra plus rien."
        )
        % {"name": printed_by},
        "warning": _("Personne ne vous demandera votre mot de passe, ni au téléphone ni par e-mail."),
        "footer": _("Imprimée par %(name)s, %(office)s.") % {"name": printed_by, "office": body.office},
    }
    return render_pdf("desk/typst/first-access.typ", data)
