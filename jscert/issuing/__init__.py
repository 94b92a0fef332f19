"""Issuing: rosters become a published batch. `issue` is the table of contents.

Everything is checked before anything is touched: until step 6 nothing durable is written. From
step 7 on the registry knows the batch, and whatever stops it, the same order (or `batches resume`)
finishes it with the same numbers.
Not here: pages, signatures, files (presswork and below); text (messages).
"""

from jscert.issuing.orders import IssueOrder
from jscert.issuing.workflow import issue
from jscert.presswork.receipt import IssuedCertificate, Receipt
from jscert.presswork.settling import roll_forward

__all__ = ["IssueOrder", "IssuedCertificate", "Receipt", "issue", "roll_forward"]
