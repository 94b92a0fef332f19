"""The house's rules that no linter states: homes of libraries, sizes, platforms, languages, words."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.architecture.source_tree import (
    ROOT,
    documents,
    enclosing,
    imported,
    modules,
    tree_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULES = modules()
each_module = pytest.mark.parametrize("module", MODULES, ids=str)

# library → the modules (path prefixes) that may import it
HOMES = {
    "fpdf": ("jscert/layouts/blank.py", "jscert/layouts/contact_sheet.py"),
    "pypdfium2": ("jscert/layouts/raster.py",),
    "sqlalchemy": ("jscert/registry/sql",),
    "typer": ("jscert/cli.py", "jscert/commands/"),
    "click": (),
    "rich": ("jscert/terminal",),
    "qrcode": ("jscert/terminal",),
    "dask": ("jscert/engines",),
    "distributed": ("jscert/engines",),
    "openpyxl": ("jscert/roster/",),
    "python_calamine": ("jscert/roster/",),
    "xlsxwriter": ("jscert/workbooks/",),
    "uharfbuzz": ("jscert/layouts/",),
    "fontTools": ("jscert/layouts/",),
    "PIL": ("jscert/layouts/", "jscert/roster/", "jscert/scanning/"),
    "zxingcpp": ("jscert/scanning/codes.py",),
    "cbor2": ("jscert/sealing/",),
    "asn1crypto": ("jscert/sealing/",),
    "pyhanko": (),
    "pikepdf": (),
    "pyzipper": ("jscert/delivering/packing.py",),
}
HANZI = re.compile("[\u3400-\u9fff]")
CHINESE_ROOMS = (
    "jscert/messages/",
    "jscert/families/",
    "jscert/roster/columns",
    "jscert/commands/",
    "jscert/cli.py",
    "jscert/terminal",
)


@each_module
def test_every_library_has_one_home(module: Path) -> None:
    """A library is imported by the rooms that own it and by no other."""
    strangers = [
        name
        for name, _ in imported(tree_of(module))
        if (homes := HOMES.get(name.partition(".")[0])) is not None
        and not module.as_posix().startswith(homes or ("nowhere",))
    ]
    assert strangers == []


@each_module
def test_modules_stay_short(module: Path) -> None:
    """No module is longer than 350 lines."""
    assert (ROOT / module).read_text("utf-8").count("\n") <= 350


@each_module
def test_functions_stay_short(module: Path) -> None:
    """No function has more than 40 body lines, its docstring aside."""
    assert [f"{n.name} {size}" for n, size in _functions(module) if size > 40] == []


def _functions(module: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                yield node, (body[-1].end_lineno or 0) - body[0].lineno + 1


@each_module
def test_chinese_stands_in_its_rooms_only(module: Path) -> None:
    """Outside messages, families, roster columns and help texts no string holds hanzi."""
    if module.as_posix().startswith(CHINESE_ROOMS):
        return
    constants = [n for n in ast.walk(tree_of(module)) if isinstance(n, ast.Constant)]
    found = [n.lineno for n in constants if HANZI.search(str(n.value)) and not _is_docstring(n)]
    assert found == []


def _is_docstring(node: ast.Constant) -> bool:
    return isinstance(getattr(node, "parent", None), ast.Expr)


POSIX_MODULES = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "crypt"}
POSIX_NAMES = re.compile(
    r"os\.(fork|forkpty|get[eu]?uid|get[e]?gid|getgroups|set[ug]id|setsid|[lf]?chown|fchmod|getpgid"
    r"|killpg|mkfifo|f?statvfs|sync|uname|O_DIRECTORY|O_NOFOLLOW|O_CLOEXEC|wait[34]|nice|getloadavg"
    r"|pread|pwrite|posix_\w+|sched_\w+|copy_file_range|sendfile|[gsl]\w+xattr)"
    r"|signal\.(SIGKILL|SIGALRM|SIGHUP|SIGUSR[12]|SIGCHLD|SIGPIPE|SIGQUIT|alarm|pause)"
    r"|socket\.(AF_UNIX|socketpair)|time\.(tzset|clock_gettime)"
)
GUARDS = re.compile(r"\b(sys\.platform|os\.name|hasattr|getattr|platform\.system)\b")


@each_module
def test_nothing_runs_on_posix_alone(module: Path) -> None:
    """A call that Windows lacks stands where the platform is asked, or in a try that goes on without it."""
    lonely = [
        f"{module}:{node.lineno} {name}" for name, node in _posix_uses(module) if not _guarded(node)
    ]
    assert lonely == []


def _posix_uses(module: Path) -> Iterator[tuple[str, ast.expr | ast.stmt]]:
    tree = tree_of(module)
    yield from ((name, node) for name, node in imported(tree) if name in POSIX_MODULES)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and POSIX_NAMES.fullmatch(ast.unparse(node)):
            yield ast.unparse(node), node


def _guarded(node: ast.AST) -> bool:
    for outer in enclosing(node):
        if isinstance(outer, ast.Try) and _goes_on_without(outer):
            return True
        if isinstance(outer, ast.If | ast.IfExp) and GUARDS.search(ast.unparse(outer.test)):
            return True
        if isinstance(outer, ast.FunctionDef) and _asks_the_platform(outer):
            return True
    return False


def _goes_on_without(attempt: ast.Try) -> bool:
    caught = " ".join(ast.unparse(h.type) for h in attempt.handlers if h.type)
    return bool(re.search("ImportError|ModuleNotFoundError|AttributeError", caught))


def _asks_the_platform(function: ast.FunctionDef) -> bool:
    tests = [n.test for n in ast.walk(function) if isinstance(n, ast.If | ast.IfExp)]
    return any(GUARDS.search(ast.unparse(test)) for test in tests)


@each_module
def test_text_files_name_their_encoding(module: Path) -> None:
    """Whoever reads or writes text says UTF-8; Windows would take its own code page."""
    silent = [
        node.lineno
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call) and _opens_text(node) and not _names_encoding(node)
    ]
    assert silent == []


def _opens_text(call: ast.Call) -> bool:
    target = call.func
    if isinstance(target, ast.Attribute) and target.attr in {"read_text", "write_text"}:
        return True
    if isinstance(target, ast.Name) and target.id == "open":
        return not any("b" in mode for mode in _modes(call.args[1:], call))
    if isinstance(target, ast.Attribute) and target.attr == "open":
        plain = not isinstance(target.value, ast.Name) or target.value.id not in {"os", "Image"}
        modes = list(_modes(call.args[:1], call))
        return plain and bool(modes) and not any("b" in mode for mode in modes)
    return False


def _modes(positional: list[ast.expr], call: ast.Call) -> Iterator[str]:
    named = [k.value for k in call.keywords if k.arg == "mode"]
    for node in (*positional[:1], *named):
        if isinstance(node, ast.Constant) and re.fullmatch("[rwaxbt+]{1,3}", str(node.value)):
            yield str(node.value)


def _names_encoding(call: ast.Call) -> bool:
    if any(k.arg == "encoding" for k in call.keywords):
        return True
    return any(isinstance(a, ast.Constant) and a.value in {"utf-8", "ascii"} for a in call.args)


# Assembled from pieces, so that this file does not name what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        (
            "/(?:wo" + "rk|fa" + "rm)/",
            r"\.\./sha" + "red",
            r"\bissu" + r"e #?\d+\b",
            "closing no" + "te",
            "this sess" + "ion",
            "workpl" + "ace",
            "/ro" + "ot/|/ho" + "me/[a-z]+/|/tmp/ba" + "sh",
        )
    ),
    re.IGNORECASE,
)


def test_nothing_names_the_place_it_was_written_at() -> None:
    """No text of the project names a builder's machine, folder or errand."""
    found = [
        f"{path}:{number}"
        for path in documents()
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


def test_every_package_is_packed() -> None:
    """The packages named for the wheel are the folders that hold modules, and the fonts."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = set(project["tool"]["setuptools"]["packages"])
    folders = {".".join(m.parent.parts) for m in MODULES}
    assert packed == folders | {"jscert.fonts"}


def test_families_do_not_know_each_other() -> None:
    """A family's file imports no other family; only the catalogue knows them all."""
    families = {m.stem for m in MODULES if m.parent.name == "families"}
    one_family = families - {"__init__", "catalogue", "family", "cities"}
    meetings = [
        (module.stem, name)
        for module in MODULES
        if module.parent.name == "families" and module.stem in one_family
        for name, _ in imported(tree_of(module))
        if name.rpartition(".")[2] in one_family
    ]
    assert meetings == []
