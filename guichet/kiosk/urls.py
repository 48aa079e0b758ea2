from django.urls import path, register_converter

from guichet.cases.addresses import ReferenceConverter
from guichet.kiosk.views import home, internet, jobs, mine, national, papers, requests, scans, session, sheets, written
from guichet.national.addresses import NationalConverter

register_converter(ReferenceConverter, "case")
register_converter(NationalConverter, "state")

app_name = "kiosk"
urlpatterns = [
    path("", home.home, name="home"),
    path("ouvrir/<str:token>/", session.enter, name="enter"),
    path("fermee/", session.closed, name="closed"),
    path("commencer/", session.begin, name="begin"),
    path("fin/", session.end, name="end"),
    path("present/", session.present, name="present"),
    path("confort/", session.comfort, name="comfort"),
    path("appeler/", session.call, name="call"),
    path("tout/", home.everything, name="everything"),
    path("situations/", home.events, name="events"),
    path("situations/<slug:slug>/", home.event, name="event"),
    path("plus-demandees/", home.most_asked, name="most-asked"),
    path("vie-locale/", home.town_life, name="town-life"),
    path("voir-quelqu-un/", home.someone, name="someone"),
    path("recherche/", sheets.search, name="search"),
    path("demarches/<slug:slug>/", sheets.sheet, name="sheet"),
    path("demarches/<slug:slug>/imprimer/", papers.print_sheet, name="print-sheet"),
    path("papiers/", papers.papers, name="papers"),
    path("demarches/<slug:slug>/demande/", requests.start, name="request"),
    path("demarches/<slug:slug>/demande/etape/<slug:step>/", requests.first_step, name="request-first"),
    path("demandes/<case:reference>/verifier/", requests.check, name="request-check"),
    path("demandes/<case:reference>/code/", requests.kept, name="request-kept"),
    path("demandes/<case:reference>/code/imprimer/", papers.print_code, name="print-code"),
    path("demandes/<case:reference>/recu/", requests.receipt, name="receipt"),
    path("demandes/<case:reference>/recu/imprimer/", papers.print_receipt, name="print-receipt"),
    path("demandes/<case:reference>/etape/<slug:step>/", requests.step, name="request-step"),
    path("demandes/<case:reference>/etape/<slug:step>/numeriser/", scans.scan_for, name="scan-for"),
    path("ma-demande/", mine.mine, name="mine"),
    path("ma-demande/<case:reference>/", mine.case, name="case"),
    path("numeriser/", scans.scan, name="scan"),
    path("travaux/<uuid:key>/", jobs.job, name="job"),
    path("travaux/<uuid:key>/etat/", jobs.state, name="job-state"),
    path("travaux/<uuid:key>/annuler/", jobs.cancel, name="job-cancel"),
    path("travaux/<uuid:key>/recommencer/", jobs.retry, name="job-retry"),
    path("travaux/<uuid:key>/papier.pdf", jobs.fake_paper, name="job-paper"),
    path("travaux/<uuid:key>/apercu/", scans.preview, name="scan-preview"),
    path("travaux/<uuid:key>/garder/", scans.keep, name="scan-keep"),
    path("internet/", internet.internet, name="internet"),
    path("services-publics/", national.themes, name="national"),
    path("services-publics/comment-faire-si/", national.how_to_page, name="national-how-to"),
    path("services-publics/<state:number>/", national.sheet, name="national-sheet"),
    path("services-en-ligne/", national.services, name="national-services"),
    path("services-en-ligne/<slug:theme>/", national.services, name="national-services-theme"),
    path("formulaires/", national.forms, name="national-forms"),
    path("formulaires/<slug:theme>/", national.forms, name="national-forms-theme"),
    path("simulateurs/", national.simulators, name="national-simulators"),
    path("simulateurs/<slug:theme>/", national.simulators, name="national-simulators-theme"),
    path("affichage-legal/", written.legal, name="legal"),
    path("affichage-legal/<slug:reference>/", written.notice, name="legal-notice"),
    path("affichage-legal/<slug:reference>/imprimer/", papers.print_act, name="print-act"),
    path("pages/<path:path>", written.written, name="written"),
]
