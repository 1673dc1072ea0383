"""Settings, addresses, the command line, the embedded database and the supervisor of a running house."""
