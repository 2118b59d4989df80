"""Offerings with sessions and seats, people's way through them, and the register: for editions and visits alike."""
