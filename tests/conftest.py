"""Loads the plugins once, before any test module imports them."""

import bot

bot.load(_env_file=None, driver="~fastapi", log_level="WARNING", superusers={"900001"})
