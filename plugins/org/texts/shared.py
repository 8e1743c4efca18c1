"""Words that several answers use."""

from collections.abc import Sequence

from plugins.gateway.directory import GroupKind

KIND_NAMES = {GroupKind.WORK: "工作群", GroupKind.BRANCH: "支部群", GroupKind.PUBLIC: "群众群"}
BIND_EXAMPLE = "/绑定本群 内科党支部 支部群"
STEWARDS = "系统管理员,或本单位及上级单位的书记、委员等"
SHOWN = 8
"""How many of a long list are spelled out."""


def listed(names: Sequence[str], shown: int = SHOWN) -> str:
    more = len(names) - shown
    return "、".join(names[:shown]) + (f" 等 {len(names)} 个" if more > 0 else "")
