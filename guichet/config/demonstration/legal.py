"""The legal display of the invented towns: an act of most kinds, one ended, one withdrawn, one draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guichet.communes.models import Body
from guichet.config.demonstration.bodies import Bodies
from guichet.content.actions import choose_display, post_notice, withdraw_notice, write_notice
from guichet.content.legal_rules import Means
from guichet.content.models import LegalNotice
from guichet.documents.actions import keep_pdf
from guichet.documents.rendering import render_pdf
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import PARIS, day_in_words, now, paris_date, pretending
from guichet.notifications.envelopes import letterhead

OFFICE_HOUR = time(9, 40)
SIGNED_BY = {True: ("Jeanne Lemoine", "maire d’Anor"), False: ("Paul Vasseur", "président")}  # a commune, its body
SIGNED = {"arrete", "deliberation", "decision"}


@dataclass(frozen=True)
class Act:
    """An invented act; days are counted back from today, `meeting_in` and `ends_in` ahead of it."""

    kind: str
    number: str
    title: str
    articles: Sequence[str]
    days_ago: int
    meeting_in: int | None = None
    ends_in: int | None = None
    withdrawn_because: str = ""
    is_draft: bool = False


ANOR = (
    Act("deliberation", "2026-31", "Travaux de la rue du Moulin : demande de subvention", ["Le conseil demande au Département une subvention de 40 % pour refaire la chaussée.", "Le plan de financement est adopté."], 96),
    Act("deliberation", "2026-45", "Tarifs de la cantine et de la garderie", ["Le repas est fixé à 1 €, 2,60 € ou 3,40 € selon le quotient familial.", "Les tarifs s’appliquent le premier jour des classes de janvier."], 9),
    Act("liste", "", "Délibérations de la séance d’automne", ["2026-45 : tarifs de la cantine et de la garderie, adoptée.", "2026-46 : convention avec la navette d’Avesnes, adoptée.", "2026-47 : vente d’une tondeuse, adoptée."], 7, meeting_in=-9),
    Act("proces-verbal", "", "Procès-verbal de la séance d’été", ["Présents : dix-neuf ; pouvoirs : trois ; absente : une.", "Le procès-verbal est adopté à l’unanimité."], 8),
    Act("arrete", "2026-112", "Circulation alternée rue Léo-Lagrange", ["La circulation se fait par alternance entre l’école et le pont.", "Les poids lourds passent par la rue d’Hirson."], 3),
    Act("arrete", "2026-111", "Circulation alternée rue Leo-Lagrange", ["La circulation se fait par alternance entre l’école et la gare."], 4, withdrawn_because="la rue était mal délimitée, voir l’arrêté 2026-112"),
    Act("convocation", "", "Convocation du conseil municipal", ["Budget : débat d’orientation.", "Salle des fêtes : tarifs de l’an prochain."], 1, meeting_in=11),
    Act("enquete", "", "Enquête publique : chemin rural du Petit-Bois", ["Le dossier est à la mairie, aux heures d’ouverture.", "Le commissaire enquêteur reçoit deux samedis de 9 h à 12 h."], 5, ends_in=24),
    Act("decision", "2026-18", "Achat d’un lave-linge pour la salle des fêtes", ["Le marché est passé avec une entreprise de Fourmies.", "La dépense est inscrite au budget de l’année."], 12),
    Act("urbanisme", "PC 059 012 26 00007", "Permis de construire : hangar agricole, rue de Milourd", ["Le dossier est à la mairie, aux heures d’ouverture."], 6),
    Act("avis", "", "Coupe d’eau rue d’Hirson, mardi matin", ["L’eau est coupée de 9 h à 11 h, le temps de changer une vanne."], 2),
    Act("arrete", "2026-113", "Marché de Noël : stationnement place de la mairie", ["Le stationnement est interdit place de la mairie le temps du marché."], 0, is_draft=True),
)  # fmt: skip
SHARED = (
    Act("deliberation", "2026-88", "Collecte : ramassage du verre en porte à porte", ["Une expérience d’un an est ouverte à Anor et à Ohain."], 20),
    Act("arrete", "2026-14", "Horaires d’hiver de la déchetterie", ["Du 1er novembre au 31 mars, la déchetterie ferme à 17 h."], 30),
)  # fmt: skip


def show_acts(bodies: Bodies) -> None:
    _choose(bodies.anor, 3200)
    _choose(bodies.shared, 26000)
    for body, acts in ((bodies.anor, ANOR), (bodies.shared, SHARED)):
        for act in sorted(acts, key=lambda one: -one.days_ago):
            day = paris_date(now()) - timedelta(days=act.days_ago)
            with pretending(datetime.combine(day, OFFICE_HOUR, PARIS)):
                _show(body, act)


def _choose(body: Body, population: int) -> None:
    choose_display(body=body, population=population, means=Means.ONLINE, decided_on=None, by=SYSTEM)


def _show(body: Body, act: Act) -> LegalNotice:
    today = paris_date(now())
    ago = timedelta(days=act.days_ago)
    acted_on = today - timedelta(days=1)
    author = SIGNED_BY[body.is_commune] if act.kind in SIGNED else ("", "")
    data = {
        "letterhead": letterhead(body, None),
        "kind": str(dict(LegalNotice.KINDS)[act.kind]),
        "number": act.number,
        "title": act.title,
        "articles": list(act.articles),
        "has_articles": act.kind in SIGNED,
        "place_and_day": f"À {body.city}, le {day_in_words(acted_on)}",
        "signatory": ", ".join(filter(None, author)) or body.office,
    }
    pdf = render_pdf("config/demonstration/typst/act.typ", data)
    notice = write_notice(
        body=body,
        columns={
            "kind": act.kind,
            "title": act.title,
            "number": act.number,
            "acted_on": acted_on,
            "meeting_on": _ahead(today + ago, act.meeting_in),
            "until": _ahead(today + ago, act.ends_in),
            "author_name": author[0],
            "author_title": author[1],
        },
        document=keep_pdf(pdf, name=f"{act.kind}-{act.number or acted_on.isoformat()}.pdf", body=body, by=SYSTEM),
        by=SYSTEM,
    )
    if act.is_draft:
        return notice
    notice = post_notice(notice, by=SYSTEM)
    return withdraw_notice(notice, reason=act.withdrawn_because, by=SYSTEM) if act.withdrawn_because else notice


def _ahead(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)
