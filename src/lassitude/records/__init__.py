"""Records of real studies: read into the tables that virtual studies fill, checked, and written out again."""
