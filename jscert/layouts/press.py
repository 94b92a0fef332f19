"""The press: a form and a house are compiled into a blank; the blank prints certificates.

This is the room's door: `compile_form` once per batch and form (a tenth of a second, it draws), then
`Blank.print` for each certificate (well under a millisecond). Whether values will fit and can be
drawn is asked beforehand through `measure.check_fit` and `fonts.undrawable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jscert.layouts.printing import Blank
from jscert.layouts.script import write_script
from jscert.layouts.seal import trial_seal
from jscert.layouts.skeleton import build_skeleton

if TYPE_CHECKING:
    from jscert.layouts.form import Form, House

__all__ = ["Blank", "compile_form", "trial_seal"]


def compile_form(form: Form, house: House) -> Blank:
    """Compile a form for a house.

    SEAL_IMAGE if the seal's picture cannot be used, TEXT_OVERFLOW or GLYPH_MISSING if a constant
    text cannot be set, FONTS_MISSING without fonts.
    """
    script = write_script(form, house)
    return Blank(
        form=form,
        authority=house.authority,
        title="".join(form.title_lines),
        skeleton=build_skeleton(script, house),
        lettering=script.lettering,
        slices=script.slices,
        boxes=script.boxes,
    )
