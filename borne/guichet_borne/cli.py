"""The command `borne`: enrol, run, check, policies. Its words are for a town's IT person."""

import argparse
import asyncio
import json
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from guichet_borne import __version__
from guichet_borne.check import check
from guichet_borne.policies import policies
from guichet_borne.run import Borne
from guichet_borne.screen import NoScreen
from guichet_borne.server import Refused, Unreachable, enrol
from guichet_borne.settings import DATA, Enrolment, Misset, Settings

FAILED, MISSET = 1, 78  # EX_CONFIG: systemd does not start again what cannot start


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.do(asked))
    except Misset as error:
        print(error, file=sys.stderr)
        return MISSET


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="borne", description="Le programme de la borne Guichet.")
    parser.add_argument("--version", action="version", version=f"borne {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMANDE")
    told: list[tuple[str, str, Any]] = [
        ("enrol", "inscrire cette borne, avec le code à usage unique que montre le serveur", _enrol),
        ("run", "faire tourner la borne", _run),
        ("check", "vérifier tout ce qu’il faut, et dire quoi faire", _check),
        ("policies", "écrire les règles de Chromium, à placer dans /etc/chromium/policies/managed", _policies),
    ]
    for name, words, do in told:
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--data", type=Path, default=DATA, help=f"dossier de la borne ({DATA})")
        command.set_defaults(do=do)
        if name == "enrol":
            command.add_argument("url", metavar="ADRESSE", help="l’adresse du site de la mairie")
            command.add_argument("code", metavar="CODE", help="le code, par exemple K7PM-4T9X")
    return parser


def _enrol(asked: argparse.Namespace) -> int:
    settings = Settings.read(asked.data)
    url = asked.url if "://" in asked.url else f"https://{asked.url}"
    try:
        enrolment = asyncio.run(enrol(url, asked.code.strip().upper(), settings.key_file))
    except Refused as no:
        print(f"Le serveur n’a pas inscrit cette borne : {no}", file=sys.stderr)
        return FAILED
    except Unreachable:
        print(
            f"{url} ne répond pas comme un serveur Guichet. Vérifiez l’adresse et le réseau, puis recommencez :"
            " le code reste bon tant qu’il n’a pas servi.",
            file=sys.stderr,
        )
        return FAILED
    except OSError as error:
        print(f"{settings.key_file} ne peut pas être écrit : {error.strerror}.", file=sys.stderr)
        return FAILED
    print(f"C’est fait : cette borne est « {enrolment.name} » ({enrolment.place}), de {enrolment.body}.")
    print("Si la borne tournait déjà, redémarrez-la : systemctl restart borne")
    return 0


def _run(asked: argparse.Namespace) -> int:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("pyipp").setLevel(logging.WARNING)
    settings = Settings.read(asked.data)
    try:
        return asyncio.run(_until_told(Borne(settings)))
    except NoScreen as error:
        print(f"L’écran ne répond pas ({error}) : la borne tourne dans une session X.", file=sys.stderr)
        return FAILED


async def _until_told(borne: Borne) -> int:
    """A stop of the machine ends the session properly: told to the server, and wiped."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, borne.stop)
    return await borne.run()


def _check(asked: argparse.Namespace) -> int:
    settings = Settings.read(asked.data)
    failed = 0
    for result in asyncio.run(check(settings)):
        failed += not result.is_right
        print(f"{'ok ' if result.is_right else 'NON'}  {result.what} : {result.sentence}")
    if failed:
        print(f"\n{failed} point(s) à corriger.")
    return FAILED if failed else 0


def _policies(asked: argparse.Namespace) -> int:
    settings = Settings.read(asked.data)
    print(json.dumps(policies(Enrolment.read(settings.key_file)), indent=2))
    return 0
