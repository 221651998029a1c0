"""PPT files (PowerPoint 97 to 2003) layer by layer, as [MS-PPT] describes them."""
