"""Shell completion of commands and options."""

from __future__ import annotations

import click

from turbosms_cli.options.usage import Command

_ZSH_HEAD = "#compdef turbosms\n"
_ZSH_READY = f"{_ZSH_HEAD}\n(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}\n"
"""Without this, a ~/.zshrc that does not initialise completion would fail at `compdef`."""


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for bash, zsh or fish.

    It makes the next shell complete the commands and options of turbosms. bash must be 4.4 or
    newer; that of macOS is older.

    \b
    Examples:
      turbosms completion bash >> ~/.bashrc
      turbosms completion zsh >> ~/.zshrc
      turbosms completion fish > ~/.config/fish/completions/turbosms.fish
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    root = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    if kind is not None:  # click supports all three
        script = kind(root, {}, "turbosms", "_TURBOSMS_COMPLETE").source()
        click.echo(script.replace(_ZSH_HEAD, _ZSH_READY, 1))
