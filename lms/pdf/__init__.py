"""Tagged PDF documents (PDF/UA-1, PDF/A-3a): the page frame of whatever the programme prints.

`Document` takes values block by block and gives bytes; it knows nothing of clusters, plans or certificates.
"""

from .document import Document
from .funding import Funding, Logo
from .tables import Cell, Column

__all__ = ["Cell", "Column", "Document", "Funding", "Logo"]
