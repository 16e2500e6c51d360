"""Usage rules for all commands: what they refuse, and whether errors are printed as objects."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from turbosms_cli.language.help_texts import translate_help
from turbosms_languages import Text, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.shell_completion import CompletionItem


class Verbatim(click.types.StringParamType):
    """A text in which white space counts, so that only \"\" is empty."""


VERBATIM = Verbatim()


class EmptyValueError(click.BadParameter):
    """An option, argument or variable is empty, perhaps because of a forgotten shell variable."""

    def __init__(
        self, *, context: click.Context | None = None, parameter: click.Parameter | None = None
    ) -> None:
        super().__init__(
            _("it is empty. Give it a value, or leave it out."), ctx=context, param=parameter
        )


class _InTheReadersLanguage(click.Command):
    """A command that is described in the language of the reader."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        translate_help(self)
        super().format_help(ctx, formatter)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        translate_help(self)
        return super().make_context(info_name, args, parent, **extra)

    def get_short_help_str(self, limit: int = 45) -> str:
        translate_help(self)
        return super().get_short_help_str(limit)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        translate_help(self)
        return super().shell_complete(ctx, incomplete)


class Command(_InTheReadersLanguage):
    """A command that refuses empty values, rather than take them as not given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        passed, _, _ = self.make_parser(ctx).parse_args(args=[*args])
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            for parameter in self.get_params(ctx):
                _refuse_empty(ctx, parameter, passed.get(parameter.name or ""))
        return rest


class Group(_InTheReadersLanguage, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


def _refuse_empty(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if any(_is_empty(parameter, text) for text in _texts(value)):
        raise EmptyValueError(context=context, parameter=parameter)
    for name in _variables(parameter):
        if os.environ.get(name) == "":
            raise click.UsageError(empty_variable(name), context)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def _is_empty(parameter: click.Parameter, text: str) -> bool:
    return not (text if isinstance(parameter.type, Verbatim) else text.strip())


def _variables(parameter: click.Parameter) -> list[str]:
    if isinstance(parameter.envvar, str):
        return [parameter.envvar]
    return list(parameter.envvar or [])


def empty_variable(name: str) -> Text:
    """The message for an environment variable that is set but empty."""
    return _("{name} is empty: give it a value, or unset it.", name=name)


def asked_for_json() -> bool:
    """Whether `--json` is among the arguments, for errors in arguments that are not parsed yet."""
    asked = False
    for word in sys.argv[1:]:
        if word == "--":
            break
        if word in {"--json", "--no-json"}:
            asked = word == "--json"
    return asked
