"""What the typed errors of incidents mean, in Chinese."""

from plugins.gateway.registry import answers

from .. import service, texts

answers(service.NotKnown, lambda error: texts.not_known_text())
answers(service.NoUnit, lambda error: texts.no_unit_text())
answers(service.NoSuchIncident, lambda error: texts.no_such_text(error.number))
answers(service.NotYours, lambda error: texts.not_yours_text(error.number, error.act, error.refusal))
answers(
    service.NotNow,
    lambda error: texts.not_now_text(error.number, error.act, error.state, error.refusal, error.handler, error.target),
)
answers(service.WhichIncident, lambda error: texts.which_text(error.act, error.choices))
answers(service.NothingSaid, lambda error: texts.nothing_said_text(error.act, error.number))
answers(service.NotOneThing, lambda error: texts.not_one_text(error.number, error.target))
answers(service.NotThere, lambda error: texts.broadcast_how_text(error.number, scope=error.scope))
answers(service.NoSafetyNow, lambda error: texts.no_safety_now_text(error.number))
answers(service.NobodyReached, lambda error: texts.nobody_reached_text(error.number))
answers(service.NobodyAsked, lambda error: texts.nobody_asked_text(error.number))
answers(service.NobodyToSpeakFor, lambda error: texts.nobody_to_speak_for_text(error.name, error.why))
answers(service.SeveralSoNamed, lambda error: texts.several_so_named_text(error.number, error.name, error.people))
answers(service.WhichSafety, lambda error: texts.which_safety_text(error.choices))
