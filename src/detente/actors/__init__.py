"""Doc -> actors: gazetteer (names in the text), mentions (which token heads them), resolve (country and sector)."""
