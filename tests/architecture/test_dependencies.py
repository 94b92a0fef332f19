"""pyproject.toml asks for the libraries the package imports, and for no others."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.source_tree import ROOT, imported, modules, tree_of

# Asked for although nothing imports it yet: rosters with pictures in cells need more than calamine reads.
AHEAD = {"openpyxl"}


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_dependencies_are_what_is_imported() -> None:
    """Each library imported is declared, each declared is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_key(re.split("[<>=]", line)[0]) for line in project["dependencies"]}
    names = {name.partition(".")[0] for m in modules() for name, _ in imported(tree_of(m))}
    foreign = names - sys.stdlib_module_names - {"jscert"}
    homes = packages_distributions()
    assert {_key(homes[name][0]) for name in foreign} | AHEAD == declared
