"""Who holds what and what happened: one Protocol, its SQL form and its event files."""
