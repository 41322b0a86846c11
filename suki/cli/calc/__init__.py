"""The calculators of `suki calc`, one file each, found by its name.

A calculator's file has a docstring whose first line says what it works out, and three functions:
``arguments(parser)`` names its options, ``read(options, inputs)`` turns files and options into facts and notes every
problem with them, ``answer(facts)`` gives what is printed. Amounts in the answer are Decimals already rounded.
"""
