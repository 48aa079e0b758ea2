"""Alive; ready."""

import os

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from guichet.journal.models import Delivery, Record


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and files can be written; parked facts are told, they do not close the door."""
    checks: dict[str, bool] = {}
    parked = None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        Record.objects.order_by("pk").first()
        parked = Delivery.objects.parked().count()
        checks["database"] = True
    except DatabaseError:
        checks["database"] = False
    settings.FILES_ROOT.mkdir(parents=True, exist_ok=True)
    checks["storage"] = os.access(settings.FILES_ROOT, os.W_OK)
    return JsonResponse({"checks": checks, "parked": parked}, status=200 if all(checks.values()) else 503)
