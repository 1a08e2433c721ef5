"""A refusal as a command tells it to whoever called."""

from onshi.problems import OnshiProblem

_GUIDE = "/guide/"


def say_refusal(problem: OnshiProblem) -> list[str]:
    """Return a refusal as lines to print."""
    lines = [f"refused: {problem.code} ({problem.status})"]
    lines += [line for line in (problem.detail_ja or problem.title_ja, problem.detail or problem.title) if line]
    lines += [f"  {entry.pointer} {entry.code}: {entry.message}" for entry in problem.errors]
    if problem.next_step:
        lines.append(problem.next_step)
    if problem.help:
        lines.append(f"see `onshi guide {problem.help.removeprefix(_GUIDE)}`")
    return lines
