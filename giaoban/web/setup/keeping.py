"""The kept sheet: read in a child process, stored under the guard of who sent it, handed to the worker."""
