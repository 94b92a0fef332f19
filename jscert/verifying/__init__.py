"""A checking clerk's workflow: a PDF, picture, folder, number or QR text and the evidence at hand → verdicts.

Promise: a verdict is never better than the evidence, and nothing a target brings along is evidence
unless a signer of the trust file signed it. Works offline, opens no socket, changes no file.

`target` finds out what a target is · `file`, `pdf`, `picture`, `folder`, `number`, `holder`, `qr` judge one ·
`signers` asks the trust file · `status` asks dates and registry, `listed` the status lists · `verdict` holds
the answers · `report` puts them into lines, `report_row` into cells · `evidence` is what to lean on.
Not here: private keys, the identity key, roster readers, drawing, database drivers.
"""
