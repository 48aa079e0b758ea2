"""Invented requests of the other kinds: acts, tip cards, streets, messages. Days are working days ago."""

from guichet.config.demonstration.stories import Act, Story, Verb

ACT, TIP, STREET, MESSAGE = "acte-naissance", "dechetterie", "signalement-voirie", "message"


def act(document: str, quality: str, delivery: str = "counter", **more: str) -> dict[str, str]:
    return {
        "act": "birth", "place": "france", "commune": "Anor (59186)", "document": document, "quality": quality,
        "parent_1": "Marie Petit", "parent_2": "", "delivery": delivery, **more,
    }  # fmt: skip


def of(first_names: str, last_name: str, event_on: str) -> dict[str, str]:
    return {"act_first_names": first_names, "act_last_name": last_name, "event_on": event_on}


def by(first_name: str, last_name: str, *, email: str = "", phone: str = "", own_address: str = "") -> dict[str, str]:
    return {
        "first_name": first_name, "last_name": last_name, "email": email, "phone": phone, "own_address": own_address,
    }  # fmt: skip


def seen(problem: str, street: str, urgency: str = "soon", *, road: str = "town", landmark: str = "") -> dict[str, str]:
    return {
        "problem": problem, "urgency": urgency, "street": street, "landmark": landmark, "road": road, "photo": "",
    }  # fmt: skip


OTHER_STORIES = (
    Story(
        0, "08:52", "anor",
        act("full", "self") | of("Élise Anne", "Carpentier", "14/05/1991") | by("Élise", "Carpentier", phone="06 44 00 12 83"),
        procedure=ACT,
    ),
    Story(
        3, "15:10", "anor",
        act("without_parents", "other", "post") | of("Paul", "Herbin", "02/09/1948")
        | {"street": "4 rue Pasteur", "postcode": "59186", "city": "Anor"} | by("Rose", "Herbin"),
        (Act(2, "09:30", "colette", Verb.TAKE), Act(1, "10:15", "colette", Verb.DECIDE, outcome="posted")),
        procedure=ACT,
    ),
    Story(
        1, "11:20", "fourmies",
        act("full", "descendant") | of("Louis", "Mercier", "23/01/1955") | by("Anne", "Mercier", email="anne.mercier@courriel.example"),
        (Act(0, "09:05", "colette", Verb.TAKE),),
        procedure=ACT,
    ),
    Story(
        2, "18:30", "anor",
        {"need": "first", "plates": "GA-417-KM", "street": "9 rue d’Hirson", "proof_way": "later"} | by("Hakim", "Saïdi", phone="06 55 00 31 90"),
        procedure=TIP,
    ),
    Story(
        6, "09:40", "fourmies",
        {"need": "lost", "plates": "1234 AB 59", "street": "22 rue des Verreries", "proof_way": "later"} | by("Odette", "Delcourt"),
        (
            Act(4, "11:00", "", Verb.ANSWER, "Voici ma facture d’eau.", photo="facture.jpg"),
            Act(3, "14:20", "karim", Verb.TAKE),
            Act(2, "16:00", "karim", Verb.DECIDE, outcome="posted"),
        ),
        procedure=TIP,
    ),
    Story(
        1, "07:45", "anor",
        seen("hole", "rue de Momignies", "danger", landmark="Devant l’abribus, côté gauche") | by("", ""),
        (Act(0, "08:40", "didier", Verb.TAKE),),
        procedure=STREET,
    ),
    Story(
        4, "19:05", "anor",
        seen("light", "28 rue d’Hirson", "calm", landmark="Poteau 114") | by("Amina", "Kadri", email="a.kadri@courriel.example"),
        procedure=STREET,
    ),
    Story(
        2, "12:30", "anor",
        seen("hole", "D 963, au calvaire", "danger", road="county") | by("Michel", "Lobry", phone="06 12 00 88 20"),
        procedure=STREET,
    ),
    Story(
        2, "20:10", "anor",
        {"topic": "school", "words": "Bonjour, mes horaires changent en janvier : jusqu’à quelle heure accueillez-vous les enfants le soir ?", "files": ""}
        | by("Sabrina", "Leclercq", email="s.leclercq@courriel.example"),
        (Act(1, "09:50", "manon", Verb.TAKE), Act(1, "09:58", "manon", Verb.DECIDE, "Bonjour, la garderie du soir ferme à 18 h 15. Vous pouvez réserver jusqu’à la veille, à midi.", outcome="answered")),
        procedure=MESSAGE,
    ),
    Story(
        5, "10:05", "anor",
        {"topic": "complaint", "words": "Deux fois cette semaine, personne n’a répondu au téléphone entre 11 h et midi.", "files": ""}
        | by("Robert", "Vandamme", own_address="12 rue du Maréchal-Foch, 59186 Anor"),
        procedure=MESSAGE,
    ),
    Story(
        3, "16:45", "anor",
        {"topic": "planning", "words": "Mon voisin veut poser des panneaux solaires qui se verront de l’église. Faut-il l’avis de l’architecte des Bâtiments de France ?", "files": ""}
        | by("Geneviève", "Lemoine", phone="03 27 00 41 77"),
        (
            Act(2, "10:20", "didier", Verb.TRANSMIT, "Les avis sur les constructions sont donnés par le service d’urbanisme de la communauté de communes.", to="paul"),
        ),
        procedure=MESSAGE,
    ),
)  # fmt: skip
