"""Batch folders: photo spool, staging, the archive jscert owns, delivery, and what a manifest says.

Bytes come in from the press (sealed PDFs) and go out as folders that are complete or not there at
all. This room decides nothing about certificates: order and recovery are `presswork`'s, signatures
`sealing`'s, states `registry`'s.
"""

from jscert.batches.archived import archived_path, read_archived
from jscert.batches.delivery import (
    FILE_BYTES,
    check_room,
    deliver,
    probe_folder,
    same_file_system,
)
from jscert.batches.manifests import (
    Manifest,
    ManifestFiles,
    PartEntry,
    Subject,
    manifest_files,
    read_manifest,
    read_part,
    subjects_of,
)
from jscert.batches.spool import (
    DiscardingSpool,
    PhotoSpool,
    SpooledPhotos,
    open_spool,
    remove_spool,
    sweep_spools,
)
from jscert.batches.staging import FILES_PER_FOLDER, Staging, relative_name

__all__ = [
    "FILES_PER_FOLDER",
    "FILE_BYTES",
    "DiscardingSpool",
    "Manifest",
    "ManifestFiles",
    "PartEntry",
    "PhotoSpool",
    "SpooledPhotos",
    "Staging",
    "Subject",
    "archived_path",
    "check_room",
    "deliver",
    "manifest_files",
    "open_spool",
    "probe_folder",
    "read_archived",
    "read_manifest",
    "read_part",
    "relative_name",
    "remove_spool",
    "same_file_system",
    "subjects_of",
    "sweep_spools",
]
