"""A synthetic national data set, made by set-based SQL, to measure speed with."""
