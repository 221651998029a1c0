"""Pure state: what is asked next of a portal, from what its pages showed and what the archive knows."""
