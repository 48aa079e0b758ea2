"""What stands around every page of the partner's desk: the town that speaks, and no menu."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from guichet.expert.guard import ExpertRequest, private


def page(request: ExpertRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    framed = {"noindex": True, "contrast_url": _contrast_url(request), **context}
    return private(render(request, template, framed, status=status))


def _contrast_url(request: ExpertRequest) -> str:
    wanted = "0" if request.COOKIES.get("guichet_contraste") == "1" else "1"
    return f"{reverse('portal:contrast')}?{urlencode({'contraste': wanted, 'retour': request.path})}"
