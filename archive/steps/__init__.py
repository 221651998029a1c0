"""The larger steps of `archive.schema`, each with all it needs: what was released changes no more."""
