"""Text -> Doc: sentences of tokens with Universal Dependencies. Only this package loads spaCy pipelines."""
