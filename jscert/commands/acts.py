"""Acts on certificates there are: one command each, for rosters (`change` …) or by number (`cancel` …).

Every command is made by the same two functions; what tells them apart stands in `HELPS`. Not here: what an
act may do (lifecycle).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jscert.certificates import Act
from jscert.commands.act_answers import tell
from jscert.commands.common import session_of
from jscert.commands.folders import settings_of
from jscert.commands.help_page import Command
from jscert.commands.mapping import MapOption, rules_of
from jscert.commands.office import opened_office
from jscert.commands.orders import paced_for_a_batch, require_files
from jscert.commands.usage import wrong_usage
from jscert.errors import Exit
from jscert.lifecycle.orders import ActOrder
from jscert.lifecycle.workflow import act as do_act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_AS_BATCH = """
名册按“证书编号”一列办理，不按人；有一处不合格就一本也不办（--skip-rejected 先办其余的）。
同一份名册再办一次不会重复；中断后重新运行同一条命令会接着做完。
"""
_BY_NUMBER = """
给出一个或几个证书编号，或用 --from 给出名册（“证书编号”一列）。
有一本不能办理就一本也不办；同样的命令再运行一次不会重复。
"""
HELPS: Mapping[Act, str] = {
    Act.CHANGE: "变更证书内容（姓名、身份证号、企业、照片等），编号不变，发新一版 PDF。",
    Act.RENEW: "延续：安管人员证书有效期满前办理，新的有效期从原有效期起算。",
    Act.REVIEW: "复核：特种作业人员证书有效期满前办理延期，新的有效期从原有效期起算。",
    Act.REISSUE: "补办换发：内容不变，发新一版 PDF；纸质证书由此改为电子证书。",
    Act.RENUMBER: "换号：发新编号，原编号仍可查到同一本证书。",
    Act.TRANSFER_OUT: "转出：证书转往外省，在本省注销。",
    Act.SUSPEND: "暂扣证书，暂扣期间不能凭证上岗。",
    Act.REINSTATE: "发还暂扣的证书，证书恢复原来的状态。",
    Act.CANCEL: "注销证书（本人申请、超龄、死亡、迁出等），编号不再使用。",
    Act.ANNUL: "撤销证书（不应发而发的），须写明原因。",
    Act.WITHDRAW: "吊销证书（行政处罚），须写明原因。",
}

RostersArgument = Annotated[
    list[Path], typer.Argument(metavar="名册…", help="名册文件，至少有“证书编号”一列")
]
GroundOption = Annotated[
    str, typer.Option(metavar="原因", help="办理的原因，名册中没有“原因”的行都用它")
]
SkipOption = Annotated[bool, typer.Option("--skip-rejected", help="跳过不合格的行，其余照办")]
AgainOption = Annotated[bool, typer.Option("--again", help="上次已办理过相同事项的，再办一次")]
DryOption = Annotated[
    bool, typer.Option("--dry-run", help="只检查并列出办理前后的内容，不登记、不发证")
]


def _run(ctx: typer.Context, order: ActOrder, mapped: Sequence[str] = ()) -> Exit:
    session = session_of(ctx)
    require_files(order.rosters)
    home = session.authority_home()
    settings = settings_of(home)
    command = f"jscert {order.act.value}"
    rules = rules_of(settings, mapped, command=command)
    with (
        opened_office(session, home) as office,
        session.terminal.progress() as report,
        paced_for_a_batch(),
    ):
        receipt = do_act(order, office, rules, report)
    tell(session, receipt, by_roster=bool(order.rosters))
    return receipt.exit_status


def roster_app(act: Act) -> typer.Typer:
    """Make the command of an act that is ordered by rosters."""
    app = typer.Typer(add_completion=False)
    epilog = (
        f"例：jscert {act.value} 名册.xlsx --dry-run\n　　jscert {act.value} 名册.xlsx --out 交付"
    )

    @app.command(act.value, cls=Command, help=f"\n{HELPS[act]}\n{_AS_BATCH}", epilog=epilog)
    def command(  # noqa: PLR0913 - one parameter per documented option
        ctx: typer.Context,
        rosters: RostersArgument,
        *,
        photos: Annotated[
            Path | None, typer.Option(metavar="文件夹|ZIP", help="新照片在哪里；没有就用存档的照片")
        ] = None,
        out: Annotated[
            Path | None, typer.Option(metavar="文件夹", help="另存一份到这里；存档总在发证目录")
        ] = None,
        mapped: MapOption = [],  # noqa: B006 - Typer takes its defaults as they are
        ground: GroundOption = "",
        skip_rejected: SkipOption = False,
        again: AgainOption = False,
        dry_run: DryOption = False,
    ) -> Exit:
        order = ActOrder(
            act=act,
            dated_on=session_of(ctx).day,
            rosters=tuple(rosters),
            ground=ground,
            photos=photos,
            out=out,
            skip_rejected=skip_rejected,
            again=again,
            dry_run=dry_run,
        )
        return _run(ctx, order, mapped)

    return app


def number_app(act: Act) -> typer.Typer:
    """Make the command of an act that is ordered by numbers or by a roster."""
    app = typer.Typer(add_completion=False)
    epilog = (
        f'例：jscert {act.value} "苏建安A(2026)0100001" --ground 原因\n'
        f"　　jscert {act.value} --from 名册.xlsx --ground 原因 --dry-run"
    )

    @app.command(act.value, cls=Command, help=f"\n{HELPS[act]}\n{_BY_NUMBER}", epilog=epilog)
    def command(
        ctx: typer.Context,
        numbers: Annotated[
            list[str] | None, typer.Argument(metavar="编号…", help="证书编号，全角半角都可以")
        ] = None,
        *,
        source: Annotated[
            list[Path] | None, typer.Option("--from", metavar="名册", help="改由名册给出编号和原因")
        ] = None,
        mapped: MapOption = [],  # noqa: B006 - Typer takes its defaults as they are
        ground: GroundOption = "",
        skip_rejected: SkipOption = False,
        dry_run: DryOption = False,
    ) -> Exit:
        if not numbers and not source:
            raise wrong_usage("missing-argument", command=f"jscert {act.value}", name="编号…")
        order = ActOrder(
            act=act,
            dated_on=session_of(ctx).day,
            rosters=tuple(source or ()),
            numbers=tuple(numbers or ()),
            ground=ground,
            skip_rejected=skip_rejected,
            dry_run=dry_run,
        )
        return _run(ctx, order, mapped)

    return app


change = roster_app(Act.CHANGE)
renew = roster_app(Act.RENEW)
review = roster_app(Act.REVIEW)
reissue = roster_app(Act.REISSUE)
renumber = roster_app(Act.RENUMBER)
transfer_out = roster_app(Act.TRANSFER_OUT)
suspend = number_app(Act.SUSPEND)
reinstate = number_app(Act.REINSTATE)
cancel = number_app(Act.CANCEL)
annul = number_app(Act.ANNUL)
withdraw = number_app(Act.WITHDRAW)
