"""What a session is to words that other capabilities share: it joins none of them, and is told from what does."""

from plugins.gateway import kinds
from plugins.gateway.kinds import Kind

from .. import service

SESSION = kinds.register(Kind("会议", "出勤", service.look, answered="签到"))
