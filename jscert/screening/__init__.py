"""Rows become applicants or rejections: every check that needs no history, on all rows, in one pass.

Input: readings of rosters, photos, the catalogue and the day. Output: `Screening`. Promise: an applicant
has passed every rule, fits its form, and its photo lies in the spool; a fault is a value with its cell.
Not here: who holds a certificate already (`issuing`), what a cell's text means by itself (`roster.checks`).
"""

from jscert.screening.photos import PhotoSpool
from jscert.screening.rows import Screening, ScreeningOrder, screen_rows

__all__ = ["PhotoSpool", "Screening", "ScreeningOrder", "screen_rows"]
