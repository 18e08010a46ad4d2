"""The story of a turn: situations told anew, outcomes put together from what was chosen, an epilogue.

Pure: no Django, no clock, no randomness but the seed that is handed in. See ``docs/writing.md`` for how a situation is written.
"""
