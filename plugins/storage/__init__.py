"""storage: database life cycle, the one writer, migrations, clock, audit, due-queue, errors."""

from nonebot.plugin import PluginMetadata

__plugin_meta__ = PluginMetadata(
    name="存储", description="数据库、写入、迁移、时钟、审计、到期队列", usage="由其他插件使用"
)
