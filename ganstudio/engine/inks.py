"""The colours of pictures that are drawn without a window: those of the dark theme."""

GROUND = "#0C1218"
REAL, FAKE, CRITIC = "#ECEEF0", "#FF9E47", "#52AEFF"
FINER = 3  # what has edges is drawn this much larger, so that they come out smooth
