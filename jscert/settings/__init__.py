"""Settings: `jscert.toml` becomes frozen values owned by the rooms that obey them.

`load_settings` reads and checks the file, `default_settings_text` writes the commented one that `init`
leaves behind. An unknown key is refused with the nearest known one, a wrong value with its key and what
it may be. Every command loads this package, so it imports nothing heavier than `tomllib`.
Not here: the clock, the authority folder, keys; environment variables are the command line's.
"""

from __future__ import annotations

from jscert.settings.loading import (
    default_settings,
    default_settings_text,
    load_settings,
    read_settings,
)
from jscert.settings.values import AuthoritySettings, Settings

__all__ = [
    "AuthoritySettings",
    "Settings",
    "default_settings",
    "default_settings_text",
    "load_settings",
    "read_settings",
]
