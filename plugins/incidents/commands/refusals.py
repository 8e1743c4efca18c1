"""What the typed errors of incidents mean, in Chinese."""

from plugins.gateway.registry import answers

from .. import service, texts

answers(service.NotKnown, lambda error: texts.not_known_text())
answers(service.NoUnit, lambda error: texts.no_unit_text())
answers(service.NoSuchIncident, lambda error: texts.no_such_text(error.number))
