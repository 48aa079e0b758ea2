"""The command line: `guichet serve`, `guichet init`… and `guichet django …` for the framework's own commands."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    """Run one command; a setting that is wrong is said in one sentence, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    from django.core.management import execute_from_command_line

    arguments = sys.argv[1:]
    if arguments[:1] == ["django"]:
        arguments = arguments[1:]
    try:
        execute_from_command_line(["guichet", *arguments])
    except ImproperlyConfigured as error:
        sys.exit(str(error))
