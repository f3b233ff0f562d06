"""The dossier's records, days and texts, without a database; pure."""
