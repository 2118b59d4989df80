"""The demonstration: six clusters, two benchmarks through the real import, modules, plans, people of every role.

`mark` says whether it is loaded and how to sign in; `loading` loads it.
"""
