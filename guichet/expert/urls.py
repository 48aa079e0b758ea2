from django.urls import path, register_converter
from django.urls.converters import StringConverter

from guichet.expert.views import acts, cases, opening, papers


class CaseReference(StringConverter):
    """A reference as we print it: anything else is no address of ours, and never reaches the database."""

    regex = r"[A-Z]{3}-[0-9]{2}-[0-9]{5,9}"


register_converter(CaseReference, "case-reference")

app_name = "expert"
urlpatterns = [
    path("dossiers/<case-reference:reference>/", cases.case, name="case"),
    path("dossiers/<case-reference:reference>/code/", opening.send, name="code-send"),
    path("dossiers/<case-reference:reference>/ouvrir/", opening.unlock, name="unlock"),
    path("dossiers/<case-reference:reference>/fermer/", opening.close, name="close"),
    path("dossiers/<case-reference:reference>/ecrire/", acts.write, name="write"),
    path("dossiers/<case-reference:reference>/decider/", acts.decide_case, name="decide"),
    path("dossiers/<case-reference:reference>/rendre/", acts.give_back, name="give-back"),
    path("dossiers/<case-reference:reference>/copie.zip", papers.copy, name="copy"),
    path("dossiers/<case-reference:reference>/recu.pdf", papers.receipt, name="receipt"),
    path("dossiers/<case-reference:reference>/fichiers/<uuid:key>/", papers.file, name="file"),
    path("dossiers/<case-reference:reference>/fichiers/<uuid:key>/apercu/", papers.file_preview, name="file-preview"),
]
