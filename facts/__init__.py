"""What is known of the clouds and belongs to nobody here: tables with their source and date, read by settings and simulation."""
