"""Tables from outside and to outside (XLSX, CSV), read with distrust and written without surprises."""
