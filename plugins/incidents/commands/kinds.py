"""What an incident is to words that other capabilities share: it joins none of them, and is told from what does."""

from plugins.gateway import kinds
from plugins.gateway.kinds import Kind

from .. import service

INCIDENT = kinds.register(Kind("突发事件", "突发", service.look))
