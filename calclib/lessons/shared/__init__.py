"""What two lessons or more draw on; no lesson imports another lesson."""
