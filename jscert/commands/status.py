"""`jscert status export`: the signed status lists, for people without the registry."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jscert.certificates import shown_instant
from jscert.commands.common import session_of
from jscert.commands.help_page import Command, Group
from jscert.errors import Exit
from jscert.messages import publishing as words
from jscert.sealing.status_list import Status
from jscert.sealing.trust import write_instant

if TYPE_CHECKING:
    from jscert.publishing import StatusExport

STATUS_EXPORT_FORMAT = "jscert-status-export/1"

app = typer.Typer(cls=Group, add_completion=False, help="导出签名的状态列表。")

HELP = """
导出签名的状态列表：每一版证书是否已被取代、暂扣、注销、撤销或吊销，供没有登记簿的人核验。

文件夹里有各状态列表（0.cwt、1.cwt……）、索引 status.json 和信任文件 trust.json，
不含个人信息，可以公开。
再导出到同一个文件夹，就用新的替换旧的。状态会过时，请定期（最好每天）导出；30 天后失效。
"""
EPILOG = """
例：jscert status export 状态
"""


@app.callback()
def status() -> None:
    """Group the commands about status."""


@app.command("export", cls=Command, help=HELP, epilog=EPILOG)
def export_command(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪个文件夹")],
) -> Exit:
    """Write the status lists into a folder."""
    session = session_of(ctx)
    home = session.authority_home()
    publishing = import_module("jscert.publishing")
    office_module = import_module("jscert.commands.office")
    with (
        office_module.opened_office(session, home) as office,
        session.terminal.progress() as report,
    ):
        made = publishing.export_status(office, session.here / folder, report)
    session.terminal.answer(_as_json(made, folder), _as_text(made, folder))
    return Exit.DONE


def _as_json(made: StatusExport, folder: Path) -> dict[str, Any]:
    edition = made.index.edition
    return {
        "format": STATUS_EXPORT_FORMAT,
        "folder": str(folder),
        "version": edition.version,
        "issued_at": write_instant(edition.issued_at),
        "expires_at": write_instant(edition.expires_at),
        "lists": len(made.index.lists),
        "bytes": made.size,
        "places": {one.name.lower(): made.counts[one] for one in Status},
    }


def _as_text(made: StatusExport, folder: Path) -> str:
    edition = made.index.edition
    told = [
        words.PLACES_PART.format(status=words.PLACES[one.name.lower()], count=made.counts[one])
        for one in Status
        if made.counts[one]
    ]
    return words.STATUS_EXPORTED.format(
        folder=folder,
        version=edition.version,
        count=len(made.index.lists),
        places="，".join(told) or words.NO_PLACES,
        as_of=shown_instant(edition.issued_at),
        expires_on=shown_instant(edition.expires_at),
    )
