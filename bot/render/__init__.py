"""One module a platform: an answer in, that platform's text out."""
