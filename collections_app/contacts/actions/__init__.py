"""Writes of contacts, one file per noun; every door, browser or REST, calls these and nothing else."""

from .contacts import log_contact, start_contact
from .corrections import Corrected, correct_contact
from .erasure import erase_notes
from .reach import add_address, add_number, add_person, mark_number, mark_person

__all__ = [
    "Corrected",
    "add_address",
    "add_number",
    "add_person",
    "correct_contact",
    "erase_notes",
    "log_contact",
    "mark_number",
    "mark_person",
    "start_contact",
]
