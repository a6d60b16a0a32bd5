"""How it looks: the MkDocs plugin, its templates and styles."""
