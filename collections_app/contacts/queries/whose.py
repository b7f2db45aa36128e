"""Whose a contact is, for SQL."""


def whose(contact: str) -> str:
    """The user whose contact the row `contact` is: of whoever told it first, however often it was corrected since."""
    return f"""
    CASE WHEN {contact}.corrects_id IS NULL THEN {contact}.user_id ELSE (
        WITH RECURSIVE told AS (
            SELECT {contact}.user_id, {contact}.corrects_id
            UNION ALL
            SELECT before.user_id, before.corrects_id
            FROM told JOIN contacts_contact before ON before.id = told.corrects_id
        )
        SELECT user_id FROM told WHERE corrects_id IS NULL
    ) END
    """
