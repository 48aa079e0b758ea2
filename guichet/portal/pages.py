"""The last addresses of the portal: documents of the workshop, then its pages, by their path. Apart from `urls`: Wagtail
reverses its own names without a namespace, and its sign-in addresses must not exist."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern

from guichet.portal.views import display, downloads

urlpatterns = [
    path("telecharger/<int:document_id>/<str:document_filename>", downloads.document, name="wagtaildocs_serve"),
    re_path(serve_pattern, display.written, name="wagtail_serve"),
]
