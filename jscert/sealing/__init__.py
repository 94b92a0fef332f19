"""Signatures: keys, the seal in the PDF, the QR token, signed documents, status places, trust."""
