"""Tagged PDF documents (PDF/UA-1, PDF/A-3a): the page frame of whatever the programme prints."""
