"""Where a procedure is read, as printed papers and machines name it."""

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body


def sheet_page(body: Body, procedure: Procedure) -> str:
    """The public page of a procedure on the portal of a body."""
    return f"{body.url}/demarches/{procedure.slug}/"
