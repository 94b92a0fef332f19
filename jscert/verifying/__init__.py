"""A checking clerk's workflow: a PDF, folder, number or QR text and the evidence at hand → verdicts.

Promise: a verdict is never better than the evidence, and nothing a target brings along is evidence
unless a signer of the trust file signed it. Works offline, opens no socket, changes no file.

`target` finds out what a target is · `pdf`, `folder`, `number`, `qr` judge one · `status` asks dates and
registry · `verdict` holds the answers · `report` puts them into lines · `evidence` is what to lean on.
Not here: private keys, the identity key, roster readers, drawing, database drivers.
"""
