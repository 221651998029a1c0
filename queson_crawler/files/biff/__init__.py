"""The records of XLS files (BIFF) that tell the fonts of cells, which the library that reads values leaves out."""
