"""One module a topic: questions in, answers of meaning out."""
