"""What is said to a command line that cannot be read: the nearest right word, an example, and where to read on."""

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperGroup
from typer.exceptions import TyperException

from shared.nearest import did_you_mean, nearest
from simulator.commands.guide_pages import where_to_read

_EXAMPLE = re.compile(r"`(onshi\s[^`]+)`")


class Commands(TyperGroup):
    """Commands under one name, which say what is wrong as all errors of commands do."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command that ``args`` name, and end the process as its outcome is."""
        try:
            ended = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except TyperException as error:
            if not standalone_mode:
                raise
            for line in told(error, sys.argv[1:] if args is None else args):
                print(f"onshi: {line}", file=sys.stderr)
            sys.exit(error.exit_code)
        if not standalone_mode:
            return ended
        sys.exit(ended if isinstance(ended, int) else 0)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant; a word that is none is answered with the nearest."""
        word = args[0]
        if word not in self.commands and not word.startswith("-"):
            known = self._known()
            near = [known[each] for each in nearest(word, known)]
            meant = did_you_mean(near, f"`{ctx.command_path} --help` lists the commands")
            ctx.fail(f"No such command: {word}{meant}")
        return super().resolve_command(ctx, args)

    def _known(self) -> dict[str, str]:
        """Return what can be typed here by its last word: `list` stands for `card list`."""
        deeper = {
            name: f"{group} {name}"
            for group, commands in self.commands.items()
            if isinstance(commands, Commands)
            for name in commands.commands
        }
        return deeper | {name: name for name in self.commands}


def examples_of(help_text: str | None) -> list[str]:
    """Return the command lines that the help of a command gives as examples, one at least of each command."""
    _, _, examples = (help_text or "").partition("Example")
    return [" ".join(each.split()) for each in _EXAMPLE.findall(examples)]


def told(error: TyperException, arguments: Sequence[str]) -> Iterator[str]:
    """Yield what to say of ``error``, a line each; nothing where it is help that has been printed already."""
    context: Any = getattr(error, "ctx", None)
    words = _words(error, context)
    if not words:
        return
    yield words
    if context is not None:
        yield " ".join(context.get_usage().split()).replace("Usage", "usage", 1)
        yield from (f"as in `{each}`" for each in examples_of(context.command.help)[:1])
    yield f"see `{where_to_read(arguments)}`"


def _words(error: TyperException, context: Any) -> str:
    option: str | None = getattr(error, "option_name", None)
    if option is None or context is None or not hasattr(error, "possibilities"):
        # As pydantic begins what a rule of a value says.
        return error.format_message().strip().replace("Value error, ", "")
    known = [name for each in context.command.params for name in each.opts]
    return (
        f"{error.message}{did_you_mean(nearest(option, known), f'`{context.command_path} --help` lists the options')}"
    )
