"""The letters two of the invented bodies keep ready."""

from guichet.communes.models import Body
from guichet.config.demonstration.bodies import Bodies
from guichet.kit.actor import SYSTEM
from guichet.notifications.actions import write_letter_model
from guichet.notifications.models import LetterModel

DOCUMENT, DECISION = LetterModel.Kind.DOCUMENT, LetterModel.Kind.DECISION

DEPOSIT = """[prénom] [nom] a déposé une [demande] le [date de réception] à [heure de réception]. La demande porte la référence [référence] : [objet].

[si demande terminée]
Cette demande est terminée depuis le [date de décision].
[sinon]
Nous nous sommes engagés à répondre au plus tard le [date de réponse] ([service]).
[fin]

Cette attestation est faite à la demande de la personne, pour servir à qui elle voudra. Elle ne vaut pas décision."""

TACIT = """[si acceptation tacite]
[prénom] [nom] a déposé une [demande] le [date de réception], sous la référence [référence] : [objet].

Aucune réponse ne lui a été faite avant le [date du silence]. Le silence gardé jusqu’à ce jour vaut acceptation (code des relations entre le public et l’administration, article L. 231-1).

La demande est donc acceptée depuis le [date du silence]. Cette attestation est délivrée à la demande de la personne, comme le prévoit l’article L. 232-3 du même code.
[fin]"""

OUTCOME = """La [demande] de [prénom] [nom], reçue le [date de réception] sous la référence [référence], s’est terminée le [date de décision].

Suite donnée : [décision].

[si refus]
La décision de refus, avec son motif et les recours, a été envoyée à la personne. Cette attestation ne la remplace pas.
[fin]"""

REFUSAL = """Nous avons étudié votre demande, et nous ne pouvons pas l’accepter.

La raison est celle-ci : [à compléter].

[si sans e-mail]
Si vous voulez en parler, venez à l’accueil ou appelez le [téléphone].
[sinon]
Si vous voulez en parler, répondez-nous depuis la page de suivi, ou appelez le [téléphone].
[fin]"""

NO_BIN = """Nous ne pouvons pas vous donner de bac cette fois-ci.

La raison est celle-ci : [à compléter].

Votre bac actuel reste le vôtre. S’il est cassé, une nouvelle demande le fera réparer ; s’il est trop petit, dites-nous combien vous êtes à la maison au [téléphone]."""


def write_letters(bodies: Bodies) -> None:
    """Four for Anor, two for the body the communes share."""
    _document(bodies.anor, "attestation de dépôt", "Attestation de dépôt d’une demande", DEPOSIT)
    _document(bodies.anor, "attestation d’acceptation tacite", "Attestation d’acceptation d’une demande", TACIT)
    _document(bodies.anor, "attestation de suite donnée", "Suite donnée à une demande", OUTCOME)
    _decision(bodies.anor, "refus, avec sa raison", "", REFUSAL)
    _document(bodies.shared, "attestation de dépôt", "Attestation de dépôt d’une demande", DEPOSIT)
    _decision(bodies.shared, "refus d’un bac", "bacs-ordures", NO_BIN)


def _document(body: Body, name: str, subject: str, text: str) -> None:
    columns = {"kind": DOCUMENT, "name": name, "subject": subject, "text": text}
    write_letter_model(body=body, columns=columns, by=SYSTEM)


def _decision(body: Body, name: str, case_type: str, text: str) -> None:
    columns = {"kind": DECISION, "name": name, "case_type": case_type, "outcome": "refused", "text": text}
    write_letter_model(body=body, columns=columns, by=SYSTEM)
