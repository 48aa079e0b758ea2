from django.urls import path, register_converter

from guichet.cases.addresses import ReferenceConverter
from guichet.national.addresses import NationalConverter, ThemeConverter
from guichet.portal.converters import TrailConverter
from guichet.portal.views import (
    agenda,
    catalogue,
    display,
    elsewhere,
    follow,
    known,
    legal,
    national,
    news,
    opening,
    papers,
    pictures,
    places,
    receipt,
    requests,
    search,
    tracking,
    trail,
    whole,
)

register_converter(ReferenceConverter, "reference")
register_converter(NationalConverter, "national")
register_converter(ThemeConverter, "theme")
register_converter(TrailConverter, "trail")

app_name = "portal"
urlpatterns = [
    path("", display.home, name="home"),
    path("affichage/", display.contrast, name="contrast"),
    path("demarches/", catalogue.procedures, name="procedures"),
    path("demarches/par-theme/", catalogue.procedures_by_theme, name="procedures-by-theme"),
    path("demarches/suivi-titre/numero/", tracking.track, name="track"),
    path("demarches/<slug:slug>/", catalogue.sheet, name="sheet"),
    path("demarches/<slug:slug>/fiche.pdf", papers.sheet_pdf, name="sheet-pdf"),
    path("demarches/<slug:slug>/fiche-gros-caracteres.pdf", papers.large_sheet_pdf, name="sheet-pdf-large"),
    path("media/images/<str:name>", pictures.picture, name="picture"),
    path("borne-publique/", whole.kiosk_on_the_web, name="kiosk"),
    path("sitemap.xml", whole.sitemap, name="sitemap"),
    path("affichage-legal/", legal.notices, name="legal"),
    path("affichage-legal/flux.xml", legal.feed, name="legal-feed"),
    path("affichage-legal/<slug:reference>/", legal.notice, name="legal-notice"),
    path("affichage-legal/<slug:reference>/acte.pdf", legal.act, name="legal-act"),
    path("agenda/agenda.ics", agenda.whole_calendar, name="agenda-calendar"),
    path("agenda/flux.xml", agenda.feed, name="agenda-feed"),
    path("agenda/<str:slug>/evenement.ics", agenda.event_calendar, name="event-calendar"),
    path("actualites/flux.xml", news.feed, name="news-feed"),
    path("services-publics/", national.themes, name="national"),
    path("services-publics/<national:number>/", national.sheet, name="national-sheet"),
    path("services-en-ligne/", national.services, name="national-services"),
    path("services-en-ligne/<theme:theme>/", national.services, name="national-services-theme"),
    path("formulaires/", national.forms, name="national-forms"),
    path("formulaires/<theme:theme>/", national.forms, name="national-forms-theme"),
    path("simulateurs/", national.simulators, name="national-simulators"),
    path("simulateurs/<theme:theme>/", national.simulators, name="national-simulators-theme"),
    path("recherche/", search.search, name="search"),
    path("recherche.json", search.as_you_type, name="search-json"),
    path("communes.json", places.communes, name="communes-json"),
    path("adresses.json", places.addresses, name="addresses-json"),
    path("recherche/avis/", search.verdict, name="search-verdict"),
    path("demarches/<slug:slug>/demande/", requests.start, name="request"),
    path(
        "demarches/<slug:slug>/demande/ailleurs/<slug:act>/<slug:place>/", elsewhere.elsewhere, name="request-elsewhere"
    ),
    path("demarches/<slug:slug>/demande/merci/", known.thanks, name="request-thanks"),
    path("demarches/<slug:slug>/demande/<reference:reference>/deja-signale/", known.known, name="request-known"),
    path("demarches/<slug:slug>/demande/etape/<slug:step>/", requests.first_step, name="request-first"),
    path("demarches/<slug:slug>/demande/<reference:reference>/verifier/", requests.check, name="request-check"),
    path("demarches/<slug:slug>/demande/<reference:reference>/<slug:step>/", requests.step, name="request-step"),
    path("suivi/", opening.follow, name="follow"),
    path("suivi/terminer/", opening.finish, name="finish"),
    path("suivi/ouvrir/<reference:reference>/<slug:secret>/", opening.ticket, name="ticket"),
    path("suivi/<trail:reference>/", trail.trail, name="trail"),
    path("suivi/<trail:reference>/mandats/<reference:mandate>/revoquer/", trail.revoke, name="trail-revoke"),
    path("suivi/<reference:reference>/", follow.case, name="case"),
    path("suivi/<reference:reference>/repondre/", follow.answer, name="answer"),
    path("suivi/<reference:reference>/fichiers/<uuid:key>/", follow.file, name="file"),
    path("suivi/<reference:reference>/fichiers/<uuid:key>/apercu/", follow.file_preview, name="file-preview"),
    path("suivi/<reference:reference>/recu/", receipt.receipt, name="receipt"),
    path("suivi/<reference:reference>/recu.pdf", receipt.pdf, name="receipt-pdf"),
]
