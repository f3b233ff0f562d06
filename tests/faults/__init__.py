"""The promises tested by force, each in three sizes: killed, cut off, out of disk, on nights the clocks change."""
