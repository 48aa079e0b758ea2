from django.urls import path

from guichet.kiosk.device import jobs, views

app_name = "device"
urlpatterns = [
    path("inscription/", views.enrolment, name="enrolment"),
    path("etat/", views.state, name="state"),
    path("sessions/", views.begin, name="begin"),
    path("sessions/<uuid:key>/fin/", views.end, name="end"),
    path("ordres/<uuid:key>/fait/", views.done, name="done"),
    path("impressions/", jobs.site_print, name="site-print"),
    path("impressions/<uuid:key>/", jobs.printed, name="printed"),
    path("impressions/<uuid:key>/document.pdf", jobs.paper, name="paper"),
    path("numerisations/<uuid:key>/", jobs.scanning, name="scanning"),
    path("numerisations/<uuid:key>/document", jobs.scanned, name="scanned"),
    path("paquet/", views.pack, name="pack"),
    path("paquet/<path:path>", views.packed, name="packed"),
]
