"""Checks a file against a schema, in a process of its own that knows neither Django nor the network.

`python -m missions.standards.checking KIND SCHEMA FILE` says on standard output, one JSON line each, how far it is and what it found.
A process can be killed and has a limit on its memory, so that neither a file nor a pattern can take the worker with it.
"""
