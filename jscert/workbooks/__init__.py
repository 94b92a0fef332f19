"""Writing .xlsx for people: what goes back to the sender of a roster.

The only home of XlsxWriter and of patching workbooks. What the cells say is decided by the caller.
"""

from jscert.workbooks.issued import (
    NO_TIME,
    IssuedSheet,
    issued_workbook,
    write_issued_workbook,
)

__all__ = ["NO_TIME", "IssuedSheet", "issued_workbook", "write_issued_workbook"]
