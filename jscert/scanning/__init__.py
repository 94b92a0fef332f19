"""Scanning: pictures of certificates, and PDFs made of such pictures → the texts of the QR codes in them.

Pictures come from anybody, and the libraries that open them are large and not ours: they run in a process of
their own (`child`), which is given bounded work, a bounded time and bounded memory, and whose end is an
answer like any other. `scanner` is the door to it and loads none of these libraries · `pictures` and `pages`
make pictures of bytes · `codes` finds what is in a picture · `texts` tells which texts are meant for us.
Not here: what a text is worth (`verifying`).
"""

from jscert.scanning.scanner import Scan, Scanner
from jscert.scanning.texts import is_certificate_text, is_picture

__all__ = ["Scan", "Scanner", "is_certificate_text", "is_picture"]
