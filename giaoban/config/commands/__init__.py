"""One module for each command of `giaoban`: `help`, `add_arguments(parser)`, `run(args) -> exit code`."""
