"""The terminal: what a command shows, and what it may ask.

The rules:

- The result goes to standard output, and nothing else does. Whatever accompanies it (progress, remarks,
  hints, errors) is talk and goes to standard error.
- With `--json` standard output holds exactly one object: the result, or the error that came instead.
- `--quiet` silences remarks, warnings and progress. It silences neither the result nor an error.
- An error is one line that says what is wrong and one that says what to do. No blame, no exclamation
  marks, no traceback unless `--verbose` asks for it.
- A question is asked only when somebody can answer: standard input and standard error are both a
  terminal. Otherwise the command fails and names the option that answers in advance.
- No identity number is shown: text is searched once more before it is written (`masking`).
- Tables and progress are drawn by rich, which is loaded when the first one is drawn.

Exit statuses belong to codes (`errors`) and to `cli`, which alone exits.
"""

from jscert.terminal.masking import scrub
from jscert.terminal.voice import Progress, Terminal

__all__ = ["Progress", "Terminal", "scrub"]
