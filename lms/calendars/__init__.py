"""Calendar feeds: their private addresses, and the iCalendar envelope that they share."""
