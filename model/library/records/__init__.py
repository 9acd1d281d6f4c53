"""Documents, reports and strikes as the library keeps them."""
