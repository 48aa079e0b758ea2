"""`guichet init`."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import EmailValidator, RegexValidator
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from guichet.accounts.actions import give_role, open_account, print_first_access
from guichet.accounts.models import Account
from guichet.accounts.rules import RoleKind, spoken_secret
from guichet.cases.actions import prepare_requests
from guichet.catalogue.actions import load_procedures
from guichet.catalogue.models import Procedure
from guichet.communes.actions import change_department, open_body
from guichet.communes.models import Body
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import day_in_words, paris_date
from guichet.kit.refusal import Refusal
from guichet.kit.words import of_town, without_article
from guichet.portal.planting import plant_pages


@dataclass(frozen=True)
class Asked:
    """One thing to know before a town opens; asked on the terminal when no option gave it."""

    option: str
    question: str
    check: Callable[[str], None] | None = None
    default: Callable[[dict[str, str]], str] | None = None


def _matches(pattern: str, sentence: str) -> Callable[[str], None]:
    return RegexValidator(pattern, sentence)


HOST = r"^(?=.{1,100}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"

OF_BODY = (
    Asked("name", _("Nom (Anor, ou communauté de communes du Sud-Avesnois)")),
    Asked("short-name", _("Nom court (Anor, ou CC du Sud-Avesnois)"), default=lambda given: given["name"]),
    Asked(
        "host",
        _("Nom d’hôte du portail (anor.fr)"),
        _matches(
            HOST,
            _(
                "ce n’est pas un nom d’hôte : des lettres sans accent, des chiffres, des points et des tirets, sans « https:// »."
            ),
        ),
    ),
    Asked(
        "office",
        _("Lieu d’accueil"),
        default=lambda given: f"Mairie {of_town(given['name'])}" if "insee" in given else given["short_name"],
    ),
    Asked("street", _("Numéro et rue")),
    Asked(
        "postcode", _("Code postal"), _matches(r"^\d{5}$", _("ce n’est pas un code postal : il faut cinq chiffres."))
    ),
    Asked("city", _("Ville"), default=lambda given: given["name"]),
    Asked("phone", _("Téléphone (facultatif)"), default=lambda given: ""),
    Asked(
        "email",
        _("Adresse e-mail (facultatif)"),
        EmailValidator(_("ce n’est pas une adresse e-mail.")),
        default=lambda given: "",
    ),
    Asked("departments", _("Services, séparés par des virgules"), default=lambda given: "accueil"),
)
_ASKED_OTHERWISE = {
    "name": Asked("name", _("Nom, avec son article (le Département du Nord)")),
    "short-name": Asked(
        "short-name", _("Nom court (Département du Nord)"), default=lambda given: without_article(given["name"])
    ),
    "email": Asked(
        "email",
        _("Adresse e-mail du service, qui reçoit les demandes"),
        EmailValidator(_("ce n’est pas une adresse e-mail.")),
    ),
    "city": Asked("city", _("Ville")),
}
# A body without a portal: no host; it is told by e-mail, or not at all.
OF_OUTSIDE = tuple(_ASKED_OTHERWISE.get(asked.option, asked) for asked in OF_BODY if asked.option != "host")
OF_ADMINISTRATOR = (
    Asked("first-name", _("Prénom de l’administrateur")),
    Asked("last-name", _("Nom de l’administrateur")),
    Asked("login", _("Son identifiant"), default=lambda given: given["first_name"].lower()),
)  # fmt: skip


class Command(BaseCommand):
    help = "Open a real, empty town (or intercommunal body) with its first administrator. No step needs e-mail."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        code = parser.add_mutually_exclusive_group()
        code.add_argument("--insee", help="INSEE code of a commune, 5 characters")
        code.add_argument("--siren", help="SIREN of an intercommunal body, 9 digits")
        parser.add_argument("--intercommunal", action="store_true", help="open an intercommunal body")
        parser.add_argument(
            "--outside",
            action="store_true",
            help="open a body without portal nor agents, competent for some matters (a county, its roads)",
        )
        parser.add_argument(
            "--member-of", metavar="SIREN", help="the intercommunal body of this commune, opened before"
        )
        for asked in (*OF_BODY, *OF_ADMINISTRATOR):
            parser.add_argument(f"--{asked.option}", help=asked.question)

    def handle(self, **options: Any) -> None:
        update_database()
        try:
            if options["outside"]:
                self._open_outside(self._know_outside(options))
            else:
                self._open(self._know(options))
        except Refusal as no:
            raise CommandError(no.sentence) from no

    def _know(self, options: dict[str, Any]) -> dict[str, str]:
        """Everything there is to know, from the options or from the terminal, checked one by one."""
        intercommunal = bool(options["intercommunal"] or options["siren"])
        if intercommunal and options["insee"]:
            raise CommandError(_("Une intercommunalité a un SIREN, pas de code INSEE : donnez --siren."))
        code = (
            Asked("siren", _("SIREN de l’intercommunalité"), check_siren)
            if intercommunal
            else Asked("insee", _("Code INSEE de la commune"), _check_insee)
        )
        given = self._answers((code, *OF_BODY, *OF_ADMINISTRATOR), options)
        if options["member_of"]:
            given["member_of"] = options["member_of"]
        return given

    def _know_outside(self, options: dict[str, Any]) -> dict[str, str]:
        if options["insee"] or options["intercommunal"] or options["member_of"] or options["host"]:
            raise CommandError(
                _("Un organisme sans portail a un SIREN : ni code INSEE, ni nom d’hôte, ni intercommunalité.")
            )
        return self._answers((Asked("siren", _("SIREN de l’organisme"), check_siren), *OF_OUTSIDE), options)

    def _answers(self, questions: Iterable[Asked], options: dict[str, Any]) -> dict[str, str]:
        given: dict[str, str] = {}
        for asked in questions:
            name = asked.option.replace("-", "_")
            given[name] = self._answer(asked, options[name], given)
        return given

    def _answer(self, asked: Asked, option: str | None, given: dict[str, str]) -> str:
        default = asked.default(given) if asked.default else None
        if option is None and not sys.stdin.isatty():
            if default is None:
                raise CommandError(
                    _("Il manque --%(option)s (%(question)s).") % {"option": asked.option, "question": asked.question}
                )
            option = default
        while True:
            answer = (self._ask(asked, default) if option is None else option).strip() or default or ""
            problem = problem_of(asked, answer, default)
            if not problem:
                return answer
            if option is not None:
                raise CommandError(f"--{asked.option} : {problem}")
            self.stdout.write(problem)

    def _ask(self, asked: Asked, default: str | None) -> str:
        return input(f"{asked.question}{f' [{default}]' if default else ''} : ")

    def _open(self, given: dict[str, str]) -> None:
        if not Procedure.objects.exists():
            load_procedures(by=SYSTEM)
        with transaction.atomic():
            body = _open_body(given, Body.Kind.COMMUNE if "insee" in given else Body.Kind.INTERCOMMUNAL)
            plant_pages(body)
            prepare_requests(body, by=SYSTEM)
            account = open_account(
                login=given["login"], first_name=given["first_name"], last_name=given["last_name"], by=SYSTEM
            )
            give_role(account, body=body, kind=RoleKind.ADMINISTRATOR, by=SYSTEM)
            code = print_first_access(account, by=SYSTEM)
            recovery_codes: list[str] = RecoveryCodes.activate(account).get_unused_codes()
        deliver_all()
        self.stdout.write(_sheet(body, Account.objects.get(pk=account.pk), code, recovery_codes))

    def _open_outside(self, given: dict[str, str]) -> None:
        with transaction.atomic():
            email = given.pop("email")  # of the departments, which open what they receive with a code sent there
            body = _open_body({**given, "email": ""}, Body.Kind.OUTSIDE)
            for department in body.departments.all():
                change_department(department, {"email": email}, by=SYSTEM)
        self.stdout.write(
            _(
                "%(body)s est ouvert. Ses demandes partiront à %(email)s, où un code les ouvre.\nDites ce qui lui revient dans /cms/, « Aiguillage des demandes » ; un administrateur change son adresse dans « Services »."
            )
            % {"body": body.short_name, "email": email}
        )


def update_database() -> None:
    """Bring the tables up to date; costs nothing when they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def problem_of(asked: Asked, answer: str, default: str | None) -> str:
    """Why this answer will not do; empty when it will."""
    if not answer:
        return "" if default is not None else _("il faut une réponse.")
    try:
        if asked.check is not None:
            asked.check(answer)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _check_insee(code: str) -> None:
    _matches(
        r"^(\d{5}|2[AB]\d{3})$",
        _("ce n’est pas un code INSEE : il a cinq caractères, 59012 pour Anor. Le code postal est autre chose."),
    )(code)


def check_siren(code: str) -> None:
    """Nine digits whose Luhn sum is a multiple of ten."""
    digits = [int(digit) for digit in code if digit.isdecimal()]
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(digits)]
    if len(code) != 9 or len(digits) != 9 or sum(doubled) % 10:
        raise ValidationError(_("ce n’est pas un SIREN : il a neuf chiffres, et sa clé ne tombe pas juste."))


def _open_body(given: dict[str, str], kind: Body.Kind) -> Body:
    code = given.get("insee") or given["siren"]
    if Body.objects.filter(official_code=code).exists():
        raise Refusal(
            "body-known",
            _("Une collectivité a déjà le code %(code)s : elle est ouverte, rien n’a été changé.") % {"code": code},
        )
    if "host" in given and Body.objects.filter(host=given["host"]).exists():
        raise Refusal(
            "host-taken", _("Le nom d’hôte %(host)s est déjà celui d’une autre collectivité.") % {"host": given["host"]}
        )
    if Body.objects.filter(short_name=given["short_name"]).exists():
        raise Refusal(
            "name-taken",
            _("Une collectivité s’appelle déjà « %(name)s » : donnez à celle-ci un autre nom court, avec --short-name.")
            % {"name": given["short_name"]},
        )
    departments = [name.strip() for name in given["departments"].split(",") if name.strip()]
    if not departments:
        raise Refusal("no-department", _("Il faut au moins un service : c’est là qu’arrivent les demandes."))
    columns = {"name", "short_name", "host", "office", "street", "postcode", "city", "phone", "email"} & set(given)
    return open_body(
        kind=kind,
        official_code=code,
        departments=list(dict.fromkeys(departments)),
        member_of=_intercommunal(given["member_of"]) if "member_of" in given else None,
        by=SYSTEM,
        **{name: given[name] for name in columns},
    )


def _intercommunal(siren: str) -> Body:
    found = Body.objects.filter(official_code=siren, kind=Body.Kind.INTERCOMMUNAL).first()
    if found is None:
        raise Refusal(
            "no-such-body",
            _("Aucune intercommunalité ouverte n’a le SIREN %(siren)s : ouvrez-la d’abord, avec --intercommunal.")
            % {"siren": siren},
        )
    return found


def _sheet(body: Body, account: Account, code: str, recovery_codes: list[str]) -> str:
    assert account.first_access_until is not None, "a sheet was just printed"
    pairs = [f"{code[:4]} {code[4:]}" for code in recovery_codes]
    lines = [
        "",
        _("%(body)s est ouverte. Le portail : %(url)s/") % {"body": body.short_name, "url": body.url},
        "",
        _("Premier administrateur : %(name)s") % {"name": account.get_full_name()},
        _("  Adresse du premier accès  %(url)s/connexion/premier-acces/") % {"url": body.url},
        _("  Identifiant               %(login)s") % {"login": account.login},
        _("  Code, jusqu’au %(day)s  %(code)s") % {"day": day_in_words(paris_date(account.first_access_until)), "code": spoken_secret(code)},
        _("  Codes de secours, chacun sert une fois :"),
        *(f"    {'   '.join(pairs[at : at + 5])}" for at in range(0, len(pairs), 5)),
        "",
        _("Gardez cette page : ces codes ne seront plus affichés."),
        _("Le premier accès demande l’identifiant, le code, un mot de passe à choisir, puis un code de secours."),
        _("Ensuite, les pages et les horaires se règlent à %(url)s/cms/, les agents à %(url)s/guichet/agents/.") % {"url": body.url},
        _("Les demandes en ligne sont prêtes mais fermées : ouvrez-les dans /cms/, « Démarches en ligne »."),
        _("Pour servir : guichet serve"),
    ]  # fmt: skip
    return "\n".join(lines)
