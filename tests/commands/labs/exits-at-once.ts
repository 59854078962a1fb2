/** A file that ends the program while it is loaded. */
process.exit(0);
