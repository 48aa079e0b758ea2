"""`guichet check`: the framework's own checks, then what an IT person wants to know, in French."""

import os
import shutil
import smtplib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import check
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.cases.unopened import reminders_by, unopened_cases
from guichet.communes.models import Body
from guichet.config import static
from guichet.documents import rendering
from guichet.documents.actions import scanner_answers, seal_ends_at
from guichet.documents.seals import SealUnusable
from guichet.journal.models import Delivery
from guichet.kit.dates import day_in_words, now, paris_date
from guichet.ui import build

LOW_SPACE_BYTES = 1_000_000_000
SEAL_NOTICE = timedelta(days=30)  # a new certificate takes weeks to come


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
        findings = [*_database(), _storage(), _fonts(), _interface(), _mail(), _antivirus(), *_seals()]
        width = max(len(finding.subject) for finding in findings)
        for finding in findings:
            mark = self.style.SUCCESS(_("bien  ")) if finding.is_well else self.style.ERROR(_("à voir"))
            self.stdout.write(f"{mark}  {finding.subject:<{width}}  {finding.sentence}")
        if not all(finding.is_well for finding in findings):
            sys.exit(1)


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        is_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(_("Base de données"), False, _("Elle ne répond pas : %(error)s") % {"error": error})
        return
    name = "PostgreSQL" if connection.vendor == "postgresql" else str(connection.settings_dict["NAME"])
    sentence = _("%(name)s, à jour.") if is_current else _("%(name)s n’est pas à jour : lancez « guichet migrate ».")
    yield Finding(_("Base de données"), is_current, sentence % {"name": name})
    if is_current:
        parked = Delivery.objects.parked().count()
        sentence = _("Rien n’est en panne.")
        if parked:
            sentence = ngettext(
                "%(n)s fait n’a pas pu être traité : voyez /guichet/etat/.",
                "%(n)s faits n’ont pas pu être traités : voyez /guichet/etat/.",
                parked,
            ) % {"n": parked}
        yield Finding(_("Faits mis de côté"), not parked, sentence)
        yield _unopened()


def _unopened() -> Finding:
    """What bodies without accounts were entrusted with and never opened; well while no reminder is due."""
    count, oldest = unopened_cases().count(), unopened_cases().first()
    sentence = _("Tous sont ouverts, ou aucun n’attend.")
    if oldest:
        sentence = ngettext(
            "%(n)s dossier n’est pas ouvert par le service qui l’a reçu par e-mail : voyez /guichet/etat/.",
            "%(n)s dossiers ne sont pas ouverts par le service qui les a reçus par e-mail : voyez /guichet/etat/.",
            count,
        ) % {"n": count}
    is_well = oldest is None or not reminders_by(oldest, paris_date(now()))
    return Finding(_("Dossiers confiés par e-mail"), is_well, sentence)


def _storage() -> Finding:
    folder = Path(settings.FILES_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        return Finding(_("Fichiers"), False, _("On ne peut pas écrire dans %(folder)s.") % {"folder": folder})
    sentence = _("%(folder)s, %(free)s Go libres.") % {"folder": folder, "free": free // 1_000_000_000}
    return Finding(_("Fichiers"), free > LOW_SPACE_BYTES, sentence)


def _fonts() -> Finding:
    found = sorted(rendering.FONTS.glob("*.ttf"))
    if not found:
        sentence = _("%(folder)s est vide : « make run » les installe.") % {"folder": rendering.FONTS}
        return Finding(_("Caractères"), False, sentence)
    return Finding(_("Caractères"), True, _("%(n)s fichiers pour les documents imprimés.") % {"n": len(found)})


def _interface() -> Finding:
    if not (build.DIST / "manifest.json").exists():
        return Finding(_("Interface"), False, _("Elle n’est pas construite : « make run » la construit."))
    if not static.is_gathered():
        return Finding(_("Interface"), True, _("Construite ; ses fichiers seront rassemblés au prochain démarrage."))
    return Finding(_("Interface"), True, _("Construite, fichiers rassemblés."))


def _mail() -> Finding:
    if settings.DEMONSTRATION:
        sentence = _("Démonstration : rien ne part, une page montre ce qui serait parti.")
        return Finding(_("Courriel"), True, sentence)
    if not settings.EMAIL_HOST:
        sentence = _("Aucun serveur (GUICHET_SMTP_HOST) : chaque message devient une lettre.")
        return Finding(_("Courriel"), True, sentence)
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        sentence = _("%(host)s ne répond pas : %(error)s") % {"host": settings.EMAIL_HOST, "error": error}
        return Finding(_("Courriel"), False, sentence)
    return Finding(_("Courriel"), True, _("%(host)s répond.") % {"host": settings.EMAIL_HOST})


def _antivirus() -> Finding:
    if not settings.CLAMAV:
        sentence = _("Aucun (GUICHET_CLAMAV) : les fichiers reçus ne sont pas analysés.")
        return Finding(_("Antivirus"), True, sentence)
    is_well = scanner_answers()
    sentence = _("%(address)s répond.") if is_well else _("%(address)s ne répond pas : les fichiers attendent.")
    return Finding(_("Antivirus"), is_well, sentence % {"address": settings.CLAMAV})


def _seals() -> Iterator[Finding]:
    """One line for each body that has a certificate."""
    if not Path(settings.SEALS_ROOT).is_dir():
        return
    try:
        for body in Body.objects.exclude(official_code="").order_by("pk"):
            subject = _("Cachet de %(name)s") % {"name": body.short_name}
            try:
                ends_at = seal_ends_at(body)
            except SealUnusable as why:
                yield Finding(subject, False, why.sentence)
                continue
            if ends_at is not None:
                is_well = ends_at > now() + SEAL_NOTICE
                ends = _("Il vaut jusqu’au %(day)s.") if is_well else _("Il finit le %(day)s : demandez le suivant.")
                yield Finding(subject, is_well, ends % {"day": day_in_words(paris_date(ends_at))})
    except DatabaseError:  # said above already
        return
