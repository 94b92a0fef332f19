"""Exporting: the registry's certificates as the ministry's exchange has them, full or since a mark.

Input: an order and an office. Output: one file, complete or not there at all. Field names are those of
全国工程质量安全监管信息平台; what they mean here stands in docs/reference/export.md. The file holds identity
numbers in full: it is owner-only, and no other copy is made. Not here: uploading.
"""

from jscert.exporting.workflow import Export, ExportOrder, export

__all__ = ["Export", "ExportOrder", "export"]
