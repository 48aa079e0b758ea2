from guichet.journal.chores import often
from guichet.kiosk.device.pack import build_packs


@often
def pack_pages_for_kiosks() -> int:
    return build_packs()
