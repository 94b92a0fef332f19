"""Publishing: what checkers without the registry may know, made from the registry and signed.

`editions` settles which state of the registry is spoken of · `statuses` turns places into lists · `status`
exports them · `entries` finds what the number index says of each certificate · `records` keeps what was
derived once · `deriving` derives the rest · `bundle` packs everything into one file.
Personal data pass through memory only; what is written holds none that number, name and tail do not unlock.
Not here: formats and checking (`sealing`), verdicts (`verifying`), Chinese text.
"""

from jscert.publishing.bundle import BundleExport, export_bundle
from jscert.publishing.editions import refuse_behind
from jscert.publishing.status import StatusExport, export_status

__all__ = ["BundleExport", "StatusExport", "export_bundle", "export_status", "refuse_behind"]
