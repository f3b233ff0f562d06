"""The command's own work: settings, doctor, back-ups, health."""
