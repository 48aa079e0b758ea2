"""Be the machine of a kiosk that has none: the demonstration, `make run`."""

from io import BytesIO

from django.utils.translation import gettext as _

from guichet.devices.actions.printing import tell_print
from guichet.devices.actions.scanning import receive_scan, tell_scan
from guichet.devices.gateways.machine_fake import scanned_page
from guichet.devices.models import PrintJob, ScanJob


class _Sheet(BytesIO):
    @property
    def size(self) -> int:
        return len(self.getbuffer())


def play_fake(job: PrintJob | ScanJob) -> PrintJob | ScanJob:
    """Print at once, the paper staying to be looked at until the end of the session; or scan a sample page.

    Call it outside a transaction. A job that is over, or another kiosk's, is left alone.
    """
    if not job.session.terminal.is_fake or job.is_over:
        return job
    if isinstance(job, PrintJob):
        return tell_print(tell_print(job, "printing"), "done")
    job = tell_scan(job, "scanning")
    as_pdf = job.format == ScanJob.Format.PDF
    lines = [_("Page d’exemple"), _("Cette borne n’a pas de scanner : elle dessine cette page."), str(job.key)[:8]]
    page = scanned_page(_("Papier numérisé"), lines, as_pdf=as_pdf)
    return receive_scan(job, _Sheet(page), name=_("Papier numérisé"))
