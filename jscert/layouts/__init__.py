"""A certificate becomes a page: the form as data, fonts, the drawn blank, the press, the QR symbol."""
