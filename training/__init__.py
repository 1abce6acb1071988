"""How the parsers in languages/*/model are made: treebanks -> training documents -> spaCy pipeline -> figures.

    python -m training fr --treebanks ../shared/data/parsing

Not part of the installed package. See README.md in this folder.
"""
