"""Words of workbooks that belong to no room in particular."""

from __future__ import annotations

NOTES_SHEET = "说明"
