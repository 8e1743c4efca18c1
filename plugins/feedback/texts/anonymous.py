"""What the author of an anonymous opinion reads before, while and after they write."""

from collections.abc import Collection, Sequence

from ..domain import Kind, shown_code
from .shared import about_text, label


def opening_text(kind: Kind, code: str, *, begun: bool) -> str:
    """Before the first word: what is hidden, what is not, and the code, which is said this once."""
    first = "刚才那段已记下(只在内存里)。可以接着发" if begun else "现在把内容发给我"
    return (
        f"匿名意见({kind.value})。先看清再写:\n"
        "藏得住:经办人和管理员不知道是谁;数据库、日志、备份里没有你的QQ,也没有几点几分,只有哪一天。\n"
        "藏不住:腾讯,以及掌握机器人账号、OneBot 程序或这台机器的人,可能知道;只有你知道的事、你的口气,也会让人猜到。\n"
        f"查询码(只给这一次,请现在抄下):{shown_code(code)}\n"
        f"{first},文字、图片都行,可分几条,发完请回:提交。不提了请回:取消。\n"
        "15 分钟没动静就清空;没看到“已提交”,请用查询码查一下,查不到就是没提交。"
    )


def noted_text(pieces: int, lost: str) -> str:
    """`lost` says what of it was not taken."""
    noted = f"记下了(第 {pieces} 段)。" if pieces else ""
    return f"{noted}{lost}可以接着发;发完请回:提交"


def unit_question_text() -> str:
    return "关于哪个单位?写单位名,例如:内科党支部。不指定请回:全院"


def avoid_question_text(unit: str) -> str:
    """`unit`: the one that was understood, "" for none in particular."""
    return f"关于{unit or '全院'}。有谁不该看到?例如:回避 王主任。没有请回:没有"


def push_question_text(avoid: Sequence[str], units: Collection[str] = (), titles: Collection[str] = ()) -> str:
    """`units` and `titles` are those of the words that were read so."""
    how = {
        **{one: f"{one}(这个职务的人都避开)" for one in titles},
        **{one: f"{one}(这个单位的人都避开)" for one in units},
    }
    kept_out = f"会避开:{'、'.join(how.get(one, one) for one in avoid)}。" if avoid else ""
    return (
        f"{kept_out}有进展要推送给你吗?不推送最稳妥,凭查询码自己查,请回:不用。"
        "要推送请回:推送(会加密存下你的联系方式,办完即删)"
    )


def push_again_text() -> str:
    return "没看懂。不推送请回:不用;要推送请回:推送"


def filed_text(number: int, kind: Kind, subject: str, desk: str, seen: str, *, push: bool) -> str:
    """The receipt; `seen` is when handlers see it: `11月25日(周三)08:30`."""
    pushed = "有进展会私聊你" if push else "没有存你的任何联系方式"
    return (
        f"已提交 {label(number)}({about_text(kind, subject)}),由{desk or '监督账号'}办理,"
        f"经办人{seen}才看到(定时的,看不出你几点发)。{pushed}。看进展请发:查询 加查询码"
    )


def being_filed_text() -> str:
    return "正在提交,请等“已提交”"


def dropped_text() -> str:
    return "已取消,写的内容已清空,什么都没有存"


def nothing_to_submit_text() -> str:
    return "没有正在写的匿名意见(超过 15 分钟会清空),没有提交。要提请发:匿名意见"


def accusation_text(channels: str) -> str:
    return f"检举控告不在这里收,内容已清空。请走这些渠道:{channels}"
