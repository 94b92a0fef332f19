"""`python -m jscert`: the same as the `jscert` command."""

from jscert.cli import main

main()
