"""How values are written: phone numbers, texts, times, money, and words of a response."""
