"""How much CPU pages and jobs take, as a multiple of a floor that is measured in the same run: `make bench`."""
