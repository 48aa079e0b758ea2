"""Pages: Django behind the page cache and the static files."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
