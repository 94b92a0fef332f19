"""Rosters come in: cells of any format, their header, their photos, and the checks of one row."""
