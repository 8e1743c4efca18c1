"""What is said about group cards."""

from collections.abc import Sequence

from .shared import listed

SHOWN_MATCHES = 120
MATCH_EXAMPLE = "/匹配群名片"


def no_cards_text() -> str:
    return f"这会儿取不到群成员名单,请稍后再发:{MATCH_EXAMPLE}"


def matches_text(
    number: int,
    unit: str,
    pairs: Sequence[tuple[str, str]],
    ambiguous: Sequence[str],
    unmatched: Sequence[str],
    known: int,
) -> str:
    """`pairs` are card and name of the roster."""
    lines = [
        f"#{number} {unit}群名片:可绑定 {len(pairs)} 人,已绑定 {known} 人,拿不准 {len(ambiguous)} 人,认不出 {len(unmatched)} 人"
    ]
    lines += [f"{name} ← {_short(card)}" for card, name in pairs[:SHOWN_MATCHES]]
    if len(pairs) > SHOWN_MATCHES:
        lines.append(f"…共 {len(pairs)} 人")
    lines += _rest(ambiguous, unmatched)
    lines.append(f"核对无误,10 分钟内在私聊发:确认 {number}。已有的QQ不会改动")
    return "\n".join(lines)


def nothing_to_match_text(ambiguous: Sequence[str], unmatched: Sequence[str], known: int) -> str:
    head = f"没有可绑定的:已绑定 {known} 人,拿不准 {len(ambiguous)} 人,认不出 {len(unmatched)} 人"
    return "\n".join([head, *_rest(ambiguous, unmatched), "请他们把群名片改成:科室-姓名,或自己发:绑定 姓名"])


def matched_text(bound: int, passed_over: int) -> str:
    rest = f",{passed_over} 人此前已绑定,没有改动" if passed_over else ""
    return f"已绑定 {bound} 人{rest}。看还差谁请发:组织"


def _rest(ambiguous: Sequence[str], unmatched: Sequence[str]) -> list[str]:
    return [
        *([f"拿不准(同名或一片多名):{listed([_short(one) for one in ambiguous], 20)}"] if ambiguous else []),
        *([f"认不出:{listed([_short(one) for one in unmatched], 20)}"] if unmatched else []),
    ]


def _short(card: str) -> str:
    return " ".join(card.split())[:24] or "(空)"
