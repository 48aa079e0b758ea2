"""The last addresses of the portal: pages of the workshop, by their path. Apart from `urls`: Wagtail reverses its own
name without a namespace, and its sign-in addresses must not exist."""

from django.urls import re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

urlpatterns = [re_path(serve_pattern, serve, name="wagtail_serve")]
