"""From reserved rows to a published batch folder: print → seal → stage → close → publish.

Used by issuing, by acts and by imports of paper certificates. Input is a batch in the registry (`open` or
`sealed`); everything a certificate says comes out of the registry and the batch's photo spool, so a
batch can be finished on another day without its roster.

What is durable when, and what follows a crash there:

1. `open`: numbers are reserved. Staged files count for nothing; they are printed again, with the
   same numbers, dates and seal instant, hence (file keys) to the same bytes.
2. `sealed`: digests of all PDFs, the manifest's payload and the event file are recorded. The batch
   only rolls forward: staged files with the recorded digest stay, others are printed again and must
   come out with that digest; the manifest is signed, the folder renamed.
3. `published`: look-ups answer.

Not here: who may be issued what (issuing), how a page looks (layouts), what a signature is (sealing).
"""

from jscert.presswork.dossier import Dossier, certificate_of, read_dossier, write_dossier
from jscert.presswork.finishing import FinishedBatch, finish_batch
from jscert.presswork.office import Office

__all__ = [
    "Dossier",
    "FinishedBatch",
    "Office",
    "certificate_of",
    "finish_batch",
    "read_dossier",
    "write_dossier",
]
