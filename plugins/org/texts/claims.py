"""What people read when they bind themselves to the roster."""

from collections.abc import Sequence
from typing import Protocol

from plugins.gateway.directory import UnitView
from plugins.gateway.phrases import slash

from .shared import SHOWN, listed

BIND_ME_EXAMPLE = "绑定 张三"


class Claimed(Protocol):
    """A claim as texts see it; claims.ClaimView."""

    @property
    def number(self) -> int: ...
    @property
    def account(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> UnitView: ...


class Named(Protocol):
    """A person with a unit; people.PersonView."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> UnitView: ...


def who_are_you_text() -> str:
    return f"请写上姓名。例:{BIND_ME_EXAMPLE}"


def notice_text(officer: str) -> str:
    """The notice at binding: what is kept, why, how long, whom to ask."""
    asked = f"数据负责人(QQ {officer})" if officer else "本单位书记或系统管理员"
    return (
        "告知:本程序保存您的姓名、组织、身份、职务和QQ号,以及您发给它的签收等记录,只用于组织通知和签收;"
        "签收保存180天,操作记录2年,名册到您离开组织为止;不保存群聊天。"
        f"查看发:我的数据;要求删除发:删除我的数据;有疑问问{asked}"
    )


def claimed_text(claim: Claimed, officer: str) -> str:
    return (
        f"#{claim.number} 已申请绑定{claim.unit.name}的{claim.name},等本单位书记或委员同意,7 天内有效。\n"
        f"{notice_text(officer)}"
    )


def not_a_member_text() -> str:
    return "请先加我好友,或在已绑定单位的群里发:绑定 姓名"


def no_such_person_text(name: str) -> str:
    return f"名册里没有“{name[:20]}”。请写全名,例:{BIND_ME_EXAMPLE};确认没写错的,请书记先把您加进名册"


def namesakes_text(people: Sequence[Named]) -> str:
    lines = [f"绑定 {person.name} {person.unit.name}" for person in people[:SHOWN]]
    return "\n".join(["有几位同名或同姓名开头的同志,请发其中一行:", *lines])


def entry_taken_text(name: str) -> str:
    return f"{name}已绑定别的QQ号。换了号的,请书记在名册里改QQ后重新导入;不是同一人的,请书记核对名册"


def account_known_text(name: str) -> str:
    return f"这个号已是{name},不用再绑定。看自己的记录请私聊我发:我的数据"


def claim_agreed_text(name: str) -> str:
    return f"已绑定为{name}。看能做什么请发:菜单"


def claim_refused_text(name: str) -> str:
    return f"绑定{name}的申请没有通过。请与本单位书记联系后再发:绑定 姓名"


def claims_text(claims: Sequence[Claimed], in_group: bool) -> str:
    """Open claims for officers; the QQ by its last digits, enough to compare."""
    mark = slash(in_group)
    lines = [f"#{one.number} {one.unit.name} {one.name}(QQ尾号{one.account[-4:]})" for one in claims[: 2 * SHOWN]]
    more = f"…共 {len(claims)} 人\n" if len(claims) > 2 * SHOWN else ""
    first = claims[0].number
    return (
        f"有 {len(claims)} 人申请绑定名册,请核对:\n" + "\n".join(lines) + f"\n{more}"
        f"是本人请发:{mark}同意 {first} 或 {mark}同意 全部;不是请发:{mark}拒绝 {first}"
    )


def no_claims_text() -> str:
    return "没有等您同意的绑定申请"


def no_such_claim_text() -> str:
    return "没有这个编号的绑定申请,或已办完、不归您办。看待办的请发:同意"


def decided_text(done: Sequence[str], void: Sequence[str], agreed: bool) -> str:
    said = f"{'已同意' if agreed else '已拒绝'} {len(done)} 人:{listed(done)}" if done else "没有办成"
    return said + (f"。{listed(void)}此前已另行绑定,申请作废" if void else "")
