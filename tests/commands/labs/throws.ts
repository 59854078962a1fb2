/** A lab file that throws while it is imported. */
throw new Error('this lab was never finished\nand says so at length');
