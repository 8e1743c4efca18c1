"""Words that several answers use."""

from plugins.gateway.directory import GroupKind
from plugins.gateway.phrases import SHOWN, listed

KIND_NAMES = {GroupKind.WORK: "工作群", GroupKind.BRANCH: "支部群", GroupKind.PUBLIC: "群众群"}
BIND_EXAMPLE = "/绑定本群 内科党支部 支部群"
STEWARDS = "系统管理员,或本单位及上级单位的书记、委员等"

__all__ = ["BIND_EXAMPLE", "KIND_NAMES", "SHOWN", "STEWARDS", "listed"]
