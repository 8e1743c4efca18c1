"""The OneBot v11 adapter with two doors closed: unsigned HTTP POST, and messages in the log."""

from typing import Any

from nonebot.adapters.onebot.v11 import Adapter, Event
from nonebot.compat import type_validate_python
from nonebot.drivers import HTTPServerSetup
from nonebot.log import logger

from . import call


class TongxinAdapter(Adapter):
    """Without `onebot_secret` the HTTP routes, which check nothing else, do not exist.

    An event that no model takes is logged by type and size only (the base class logs its raw text).
    """

    def setup_http_server(self, setup: HTTPServerSetup) -> None:
        if self.onebot_config.onebot_secret:
            super().setup_http_server(setup)

    @classmethod
    def json_to_event(cls, json_data: Any) -> Event | None:  # JSON as it came
        """The event, or None for the answer of an API call or for what is no event. Never raises."""
        if not isinstance(json_data, dict):
            return None
        if "post_type" not in json_data:
            if not call.heard(json_data):
                cls._result_store.add_result(json_data)
            return None
        for model in (*cls.get_event_model(json_data), Event):
            try:
                return type_validate_python(model, json_data)
            except ValueError:
                continue
        logger.error(f"an event of {len(json_data)} fields does not parse: post_type {_safe(json_data['post_type'])}")
        return None


def _safe(value: object) -> str:
    return value if isinstance(value, str) and value.isidentifier() else type(value).__name__
