"""`guichet check`: the framework's own checks, then what an IT person wants to know, in French."""

import os
import shutil
import smtplib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import check
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from guichet.config import static
from guichet.documents import rendering
from guichet.journal.models import Delivery
from guichet.ui import build

LOW_SPACE_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    subject: str
    is_well: bool
    sentence: str


class Command(check.Command):
    help = (
        "Check the program, then its database, files, fonts, interface and mail; exits with 1 when something is wrong."
    )

    def handle(self, *app_labels: Any, **options: Any) -> None:
        super().handle(*app_labels, **options)
        if app_labels or options.get("list_tags") or options.get("tags"):
            return
        findings = [*_database(), _storage(), _fonts(), _interface(), _mail()]
        width = max(len(finding.subject) for finding in findings)
        for finding in findings:
            mark = self.style.SUCCESS("bien  ") if finding.is_well else self.style.ERROR("à voir")
            self.stdout.write(f"{mark}  {finding.subject:<{width}}  {finding.sentence}")
        if not all(finding.is_well for finding in findings):
            sys.exit(1)


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        is_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding("Base de données", False, f"Elle ne répond pas : {error}")
        return
    name = "PostgreSQL" if connection.vendor == "postgresql" else str(connection.settings_dict["NAME"])
    sentence = f"{name}, à jour." if is_current else f"{name} n’est pas à jour : lancez « guichet migrate »."
    yield Finding("Base de données", is_current, sentence)
    if is_current:
        parked = Delivery.objects.parked().count()
        sentence = "Rien n’est en panne."
        if parked:
            sentence = f"{parked} faits n’ont pas pu être traités : voyez /guichet/etat/."
        yield Finding("Faits mis de côté", not parked, sentence)


def _storage() -> Finding:
    folder = Path(settings.FILES_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Finding("Fichiers", False, f"On ne peut pas écrire dans {folder}.")
    return Finding("Fichiers", free > LOW_SPACE_BYTES, f"{folder}, {free // 1_000_000_000} Go libres.")


def _fonts() -> Finding:
    found = sorted(rendering.FONTS.glob("*.ttf"))
    if not found:
        return Finding("Caractères", False, f"{rendering.FONTS} est vide : « make run » les installe.")
    return Finding("Caractères", True, f"{len(found)} fichiers pour les documents imprimés.")


def _interface() -> Finding:
    if not (build.DIST / "manifest.json").exists():
        return Finding("Interface", False, "Elle n’est pas construite : « make run » la construit.")
    if not static.is_gathered():
        return Finding("Interface", True, "Construite ; ses fichiers seront rassemblés au prochain démarrage.")
    return Finding("Interface", True, "Construite, fichiers rassemblés.")


def _mail() -> Finding:
    if settings.DEMONSTRATION:
        return Finding("Courriel", True, "Démonstration : rien ne part, une page montre ce qui serait parti.")
    if not settings.EMAIL_HOST:
        return Finding("Courriel", True, "Aucun serveur (GUICHET_SMTP_HOST) : chaque message devient une lettre.")
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding("Courriel", False, f"{settings.EMAIL_HOST} ne répond pas : {error}")
    return Finding("Courriel", True, f"{settings.EMAIL_HOST} répond.")
