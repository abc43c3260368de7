"""One module for each notebook: functions from parameters to scenes."""
