"""How much people agree: pure methods over plain values and arrays. Nothing here knows the database or the web."""
