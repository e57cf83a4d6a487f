"""The engine: a rulebook, one household's answers and a day go in, an assessment comes out.

Pure Python on the standard library alone: no Django, no clock, no input or output, no float.
"""
