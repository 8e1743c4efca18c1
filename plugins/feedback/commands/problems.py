"""What can go wrong, said in words."""

from plugins.gateway.registry import answers

from .. import texts
from ..config import settings
from ..domain import PUBLIC_LIMIT, Refusal
from ..service import codes, drafting, errors, keyring


def _not_now(error: errors.NotNow) -> str:
    if error.refused.reason is Refusal.NOT_YOURS:
        return texts.problems.not_yours_text(error.number, error.command)
    return texts.problems.not_now_text(error.number, error.state, error.command, error.refused.allowed)


answers(errors.NoSuchCase, lambda error: texts.problems.no_such_case_text(error.number))
answers(errors.NotTheAuthor, lambda error: texts.problems.not_the_author_text(error.number))
answers(errors.NotHandler, lambda error: texts.problems.not_handler_text())
answers(errors.NotRecognised, lambda error: texts.problems.not_recognised_text(error.words))
answers(errors.WrongCode, lambda error: texts.problems.wrong_code_text())
answers(codes.TooManyWrongCodes, lambda error: texts.problems.too_many_wrong_codes_text())
answers(errors.NobodyHandles, lambda error: texts.problems.nobody_handles_text(settings.outside_channels))
answers(errors.Accusation, lambda error: texts.anonymous.accusation_text(settings.outside_channels))
answers(errors.FiledAlready, lambda error: texts.submitting.filed_before_text(error.number))
answers(errors.NobodyThere, lambda error: texts.problems.nobody_there_text(error.unit))
answers(errors.Destroyed, lambda error: texts.problems.destroyed_text(error.number))
answers(keyring.KeysUnavailable, lambda error: texts.problems.keys_unavailable_text())
answers(errors.NotNow, _not_now)
answers(drafting.TooManyWrite, lambda error: texts.attached.too_many_write_text())
answers(errors.Objected, lambda error: texts.problems.objected_text(error.number, error.command, error.objection))
answers(errors.Copied, lambda error: texts.public.copied_text(error.number))
answers(errors.NotChecked, lambda error: texts.public.not_checked_text())
answers(errors.TooLongToPublish, lambda error: texts.public.too_long_text(PUBLIC_LIMIT))
answers(errors.NoPublicGroups, lambda error: texts.public.no_groups_text())
answers(errors.PublishedAlready, lambda error: texts.public.published_already_text(error.number))
answers(errors.NotPublished, lambda error: texts.public.not_published_text(error.number))
answers(errors.NothingPublished, lambda error: texts.public.nothing_published_text(error.number))
answers(errors.VotedAlready, lambda error: texts.public.voted_already_text(error.number, error.count))
answers(errors.VotingOver, lambda error: texts.public.voting_over_text(error.number, error.count))
answers(errors.NoSuchTemplate, lambda error: texts.public.no_such_template_text(error.number))
answers(errors.BadTemplate, lambda error: texts.public.bad_template_text(error.most))
answers(errors.TooManyTemplates, lambda error: texts.public.too_many_templates_text(error.most))
answers(errors.MayNotAppoint, lambda error: texts.handlers.may_not_appoint_text(error.unit))
answers(errors.NotFit, lambda error: texts.handlers.not_fit_text(error.name))
answers(errors.NotSupervisor, lambda error: texts.handlers.not_supervisor_text(error.name, error.unit))
answers(errors.HandlesAlready, lambda error: texts.handlers.handles_already_text(error.name, error.unit))
answers(
    errors.AskedAlready,
    lambda error: texts.handlers.asked_already_text(error.name, error.unit, error.wanted),
)
answers(errors.HandlesNot, lambda error: texts.handlers.handles_not_text(error.name, error.unit))
answers(errors.LastHandler, lambda error: texts.handlers.last_handler_text(error.name, error.unit))
