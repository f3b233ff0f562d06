"""Questions on the record, whole texts."""
