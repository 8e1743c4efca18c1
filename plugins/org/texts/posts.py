"""Posts that are given and taken (设职务, 撤职务)."""

from collections.abc import Sequence
from typing import Protocol

from plugins.gateway.directory import UnitView

from .shared import listed

GIVE_EXAMPLE = "设职务 张三 书记"
TAKE_EXAMPLE = "撤职务 张三 书记"


class Appointment(Protocol):
    """posts.Appointment."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> UnitView: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def leads(self) -> bool: ...


class Person(Protocol):
    """people.PersonView."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> UnitView: ...


def post_preview_text(planned: Appointment) -> str:
    rights = "可管理该单位" if planned.leads else "不带管理权"
    return (
        f"#{planned.number} {planned.unit.name} {planned.name}:{planned.before or '无职务'} → "
        f"{planned.after or '无职务'}({rights})。10 分钟内发:确认 {planned.number}"
    )


def post_changed_text(done: Appointment) -> str:
    return f"已办:{done.unit.name} {done.name} 现{f'任 {done.after}' if done.after else '无职务'}"


def how_to_give_text(example: str) -> str:
    return f"请写姓名和职务,例:{example}。不是本人所在单位的,后面加单位:{example} 内科党支部"


def nobody_called_text() -> str:
    return f"您管理的单位里没有这个姓名。请写全名,例:{GIVE_EXAMPLE}"


def namesakes_text(found: Sequence[Person]) -> str:
    people = listed([f"{one.name}({one.unit.name})" for one in found])
    return f"可指 {people}。请在后面写上单位,例:{GIVE_EXAMPLE} {found[0].unit.name}"


def not_above_text(unit: str) -> str:
    return f"没有权限:{unit}的职务由系统管理员,或上级单位的书记、委员等来定"


def same_post_text(name: str, unit: str, title: str) -> str:
    return f"没有变化:{unit} {name} 的{title}原本就是这样"


def post_moved_text() -> str:
    return f"预览之后此人的职务有变,没有改动。请重新发,例:{GIVE_EXAMPLE}"


def not_told_text() -> str:
    return "此人没有工号也没有 QQ,不能兼任别的单位的职务。请先在名册里补上工号,再发:导入名册"


def title_too_long_text() -> str:
    return "职务太多,写不下了。请先撤去一些,例:" + TAKE_EXAMPLE
