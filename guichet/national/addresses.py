"""Parts of addresses that name what the State gives: every face has its own address for a sheet, with the same number in it."""

from guichet.national.rules import NATIONAL_NUMBER

WITHOUT_THEME = "divers"  # where a list puts what belongs to no theme


class NationalConverter:
    """The number of a file of the State: F for a sheet, N for what gathers sheets, R for a form or a service."""

    regex = NATIONAL_NUMBER

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ThemeConverter(NationalConverter):
    """A theme of the State, or the place of what has none."""

    regex = f"{NATIONAL_NUMBER}|{WITHOUT_THEME}"
