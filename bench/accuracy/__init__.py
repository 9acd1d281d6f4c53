"""How well it reads and links, against keys made by hand."""
