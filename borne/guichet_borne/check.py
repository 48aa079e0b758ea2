"""`borne check`: everything a kiosk needs, one sentence each, and what to do when it is not right."""

import asyncio
import json
import shutil
import stat
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pyipp.exceptions import IPPError

from guichet_borne import ipp, voice
from guichet_borne.health import chromium_version
from guichet_borne.policies import policies
from guichet_borne.print_rules import blocking
from guichet_borne.scanning import Scanning
from guichet_borne.screen import NoScreen, Screen
from guichet_borne.server import Refused, Revoked, Server, Unreachable
from guichet_borne.settings import Enrolment, Misset, Settings
from guichet_borne.traces import Traces, cups_forgets, cups_in_memory, is_in_memory, no_swap

DISK_MB, MEMORY_MB = 1000, 500
PAPER = {"media-empty": "il n’y a plus de papier", "media-jam": "une feuille est coincée"}


@dataclass(frozen=True)
class Result:
    what: str
    is_right: bool
    sentence: str


async def check(settings: Settings) -> list[Result]:
    """Every point, whatever the others say."""
    points: list[tuple[str, Callable[[Settings], Awaitable[str]]]] = [
        ("Clé", _key),
        ("Serveur", _server),
        ("Écran", _screen),
        ("Chromium", _chromium),
        ("Règles de Chromium", _policies),
        ("Imprimante", _printer),
        ("File d’impression", _queue),
        ("Papiers de CUPS", _files),
        ("Historique de CUPS", _history),
        ("Dossier de CUPS", _spool),
        ("Brouillons de CUPS", _temporary),
        ("Scanner", _scanner),
        ("Voix", _voice),
        ("Disque", _disk),
        ("Mémoire", _memory),
        ("Mémoire d’échange", _swap),
    ]
    return [await _point(settings, what, look) for what, look in points]


class _Wrong(Exception):
    """The sentence says what to do."""


async def _point(settings: Settings, what: str, look: Callable[[Settings], Awaitable[str]]) -> Result:
    try:
        return Result(what, True, await look(settings))
    except (_Wrong, Misset, Traces) as wrong:
        return Result(what, False, str(wrong))


async def _key(settings: Settings) -> str:
    enrolment = Enrolment.read(settings.key_file)
    if stat.S_IMODE(settings.key_file.stat().st_mode) & 0o077:
        raise _Wrong(f"{settings.key_file} peut être lu par d’autres. Tapez : chmod 600 {settings.key_file}")
    return f"cette borne est « {enrolment.name} », de {enrolment.body}."


async def _server(settings: Settings) -> str:
    try:
        async with Server(Enrolment.read(settings.key_file)) as server:
            await server.tell_state({})
            return f"il répond et reconnaît la clé ({server.milliseconds} ms)."
    except Unreachable as error:
        raise _Wrong("il ne répond pas. Vérifiez le câble, le réseau et l’adresse.") from error
    except Revoked as error:
        raise _Wrong("il ne reconnaît plus la clé. Inscrivez la borne de nouveau : borne enrol ADRESSE CODE") from error
    except Refused as no:
        raise _Wrong(f"il refuse : {no}") from no


async def _screen(settings: Settings) -> str:
    try:
        screen = Screen(settings.display)
    except NoScreen as error:
        raise _Wrong(
            f"{settings.display} ne répond pas. Lancez la vérification dans la session de la borne."
        ) from error
    try:
        width, height = screen.size
        if screen.has_window_manager():
            raise _Wrong(
                "un gestionnaire de fenêtres tourne : un site pourrait couvrir la barre. Retirez-le de la session."
            )
        return f"{width} × {height}, sans gestionnaire de fenêtres."
    finally:
        screen.close()


async def _chromium(settings: Settings) -> str:
    version = await chromium_version(settings.chromium)
    if not version:
        raise _Wrong(f"{settings.chromium} ne se lance pas. Tapez : apt install chromium")
    return f"version {version}."


async def _policies(settings: Settings) -> str:
    do = f"Tapez : borne policies > {settings.policies}"
    try:
        installed = json.loads(settings.policies.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _Wrong(f"{settings.policies} manque ou ne se lit pas. {do}") from error
    if installed != policies(Enrolment.read(settings.key_file)):
        raise _Wrong(f"{settings.policies} n’est pas celui de cette version ou de ce serveur. {do}")
    return "en place."


async def _printer(settings: Settings) -> str:
    uri = settings.printer.uri
    try:
        said = await ipp.ask_printer(uri)
    except (ipp.Silent, IPPError) as error:
        raise _Wrong(f"{uri} ne répond pas. Allumez-la, ou corrigez « uri » dans borne.toml.") from error
    reason = blocking(said.reasons)
    if reason:
        raise _Wrong(f"elle répond, mais {PAPER.get(reason, 'elle est arrêtée')}.")
    return "elle répond."


async def _queue(settings: Settings) -> str:
    printer = settings.printer
    host, _, port = printer.cups.partition(":")
    try:
        await ipp.ask_printer(f"ipp://{host}:{port or 631}/printers/{printer.queue}")
    except (ipp.Silent, IPPError) as error:
        do = f"lpadmin -p {printer.queue} -E -v {printer.uri} -m everywhere -o printer-error-policy=retry-current-job"
        raise _Wrong(f"CUPS ne connaît pas la file « {printer.queue} ». Tapez : {do}") from error
    missing = [tool for tool in ("lp", "cancel", "pdfinfo") if shutil.which(tool) is None]
    if missing:
        raise _Wrong(f"il manque {', '.join(missing)}. Tapez : apt install cups-client poppler-utils")
    return f"« {printer.queue} » est prête."


async def _files(settings: Settings) -> str:
    return await asyncio.to_thread(cups_forgets, settings.printer, "PreserveJobFiles")


async def _history(settings: Settings) -> str:
    return await asyncio.to_thread(cups_forgets, settings.printer, "PreserveJobHistory")


async def _spool(settings: Settings) -> str:
    return await asyncio.to_thread(cups_in_memory, settings.printer, "RequestRoot")


async def _temporary(settings: Settings) -> str:
    return await asyncio.to_thread(cups_in_memory, settings.printer, "TempDir")


async def _swap(settings: Settings) -> str:
    return await asyncio.to_thread(no_swap)


async def _scanner(settings: Settings) -> str:
    if shutil.which("scanimage") is None:
        raise _Wrong("scanimage manque. Tapez : apt install sane-utils sane-airscan")
    if await Scanning(settings.scanner, settings.ephemeral).look() == "absent":
        raise _Wrong("il ne répond pas. Allumez-le, ou écrivez son nom dans borne.toml (scanimage -L le donne).")
    return "il répond."


async def _voice(settings: Settings) -> str:
    try:
        await voice.say("Bonjour.")
    except voice.Voiceless as error:
        raise _Wrong("espeak-ng ne parle pas. Tapez : apt install espeak-ng") from error
    return "elle parle."


async def _disk(settings: Settings) -> str:
    try:
        free = shutil.disk_usage(settings.data).free // 1_000_000
    except OSError as error:
        raise _Wrong(f"{settings.data} n’existe pas. Tapez : borne enrol ADRESSE CODE") from error
    if free < DISK_MB:
        raise _Wrong(f"il ne reste que {free} Mo. Libérez de la place : il en faut {DISK_MB}.")
    return f"{free} Mo libres."


async def _memory(settings: Settings) -> str:
    """What a session writes lives here: never on a disk."""
    folder = settings.ephemeral
    if not await asyncio.to_thread(is_in_memory, folder):
        raise _Wrong(
            f"{folder} n’est pas en mémoire : ce que fait une personne y laisserait des traces. Mettez /dev/shm."
        )
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < MEMORY_MB:
        raise _Wrong(f"il ne reste que {free} Mo dans {folder} : il en faut {MEMORY_MB}.")
    return f"{free} Mo dans {folder}."
