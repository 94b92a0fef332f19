"""jscert turns rosters into numbered, signed PDF certificates and lets anyone check one offline."""

__version__ = "0.1.0"
