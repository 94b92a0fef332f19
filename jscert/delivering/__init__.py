"""Delivering: the certificates of batches, handed over to whom they concern (苏建教〔2017〕472号 二(一)).

An enterprise fetches those of its safety personnel, an assessment base those of special-operations workers,
a site manager his own. Input: batches, and by what to sort. Output: a folder or ZIP for each recipient,
complete or not there at all, with an index; only current revisions of certificates in force. What was
handed over is kept in `<home>/deliveries.jsonl`, in keyed digests only. Not here: sending.
"""

from jscert.delivering.recipients import LeftOut, Recipient
from jscert.delivering.workflow import Delivered, Delivery, DeliveryOrder, deliver_batches

__all__ = [
    "Delivered",
    "Delivery",
    "DeliveryOrder",
    "LeftOut",
    "Recipient",
    "deliver_batches",
]
