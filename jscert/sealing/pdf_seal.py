"""Sealing: the one signature over a printed certificate (PAdES B-B, ETSI EN 319 142-1).

The press leaves a hole of `2 * hole_bytes(signer)` zeros in /Contents and writes the exact /ByteRange;
here the digest of everything around the hole is signed and the hole's digits are filled in, nothing
else. Deterministic with a file key: the same print and signer give the same bytes.

`PrintedPdf` in, `SealedPdf` out. The key is reached through `signer.sign` only.
Not here: checking (`pdf_check`), keys (`keys`), whether the key may still be used (`periods`).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from jscert.certificates import SealedPdf
from jscert.sealing.cms import frame_of

if TYPE_CHECKING:
    from jscert.certificates import PrintedPdf
    from jscert.sealing.signer import Signer


def hole_bytes(signer: Signer) -> int:
    """Tell how many bytes a seal by this signer may take; the hole has two digits for each."""
    return frame_of(signer.certificate, signer.chain).longest


def seal_pdf(printed: PrintedPdf, signer: Signer) -> SealedPdf:
    """Sign a printed certificate; ValueError if its hole is not the one this signer asked for."""
    frame = frame_of(signer.certificate, signer.chain)
    room = printed.hole_end - printed.hole_start
    if room != 2 * frame.longest:
        raise ValueError("hole of another size than the signer needs")
    data = memoryview(printed.data)
    whole = _begun(printed.prefix).copy()  # both digests share this beginning
    whole.update(data[len(printed.prefix) : printed.hole_start - 1])
    covered = whole.copy()
    covered.update(data[printed.hole_end + 1 :])
    digest = covered.digest()
    digits = frame.build(digest, signer.sign(frame.signed_bytes(digest))).hex().encode("ascii")
    contents = b"<%s>" % digits.ljust(room, b"0")
    whole.update(contents)
    whole.update(data[printed.hole_end + 1 :])
    return SealedPdf(
        number=printed.number,
        revision=printed.revision,
        data=b"".join((data[: printed.hole_start - 1], contents, data[printed.hole_end + 1 :])),
        sha256=whole.hexdigest(),
    )


@lru_cache(maxsize=32)
def _begun(prefix: bytes) -> hashlib._Hash:
    """Begin a digest with what many files have in common; to be copied, never updated."""
    return hashlib.sha256(prefix)
