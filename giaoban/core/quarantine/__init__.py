"""What looks into files from outside: run in a child process by core.intake, without Django."""
