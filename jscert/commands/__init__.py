"""One module per group of commands: parse, wire, call a workflow."""
